"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const every = document.getElementById("every");
  all(".js").forEach((element) => { element.hidden = false; });

  // One role at a time: its panels, rows and columns.
  const filter = document.getElementById("role-filter");
  if (filter.options.length > 1) document.getElementById("tools").hidden = false;
  const show = () => {
    const role = filter.value;
    const other = (element) => role !== "" && element.dataset.role !== role;
    all(".panel[data-role], tr[data-role]").forEach((element) => { element.hidden = other(element); });
    all("table.matrix").forEach((table) => {
      all("thead th", table).forEach((head, column) => {
        if (!head.dataset.role) return;
        all("tr", table).forEach((row) => { row.cells[column].hidden = other(head); });
      });
    });
  };
  filter.addEventListener("change", show);
  show();
  if (!every) return;

  // Skills by name or kind.
  const rows = all("tbody tr", every);
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row) => {
      const names = (row.cells[0].textContent + " " + row.cells[1].textContent).toLowerCase();
      row.hidden = !names.includes(wanted);
      if (!row.hidden) shown += 1;
    });
    found.textContent = wanted === "" ? "" : shown + " of " + rows.length;
  });

  // Sorting: numbers by the fill of the cell, names by name; rows that tie keep the order they had.
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.classList.contains("f") ? parseFloat(cell.style.getPropertyValue("--s")) : cell.textContent.toLowerCase();
  };
  all("thead th", every).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const names = column < 2;
      const down = head.getAttribute("aria-sort") === (names ? "ascending" : "descending") ? names : !names;
      all("thead th", every).forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
      };
      every.tBodies[0].append(...rows.slice().sort(order));
    });
  });
})();
