//! The report of made-up postings, in every form: what it says, and what no input may do to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jiff::civil::date;
use scraper::{Html, Selector};

use super::*;
use crate::analysis::{Analysis, Importance, Role, RoleStatus};
use crate::dictionary::Dictionary;
use crate::market::specimen::{self, asks, plain, postings};
use crate::market::{Builder, Scope};
use crate::posting::{Period, Rejected, Salary, Source};

fn market_of(dictionary: &Dictionary, analyses: &[Analysis]) -> Market {
    let mut builder = Builder::new(dictionary);
    for analysis in analyses {
        builder.push(analysis).unwrap();
    }
    builder.finish().unwrap()
}

fn plain_options() -> Options<'static> {
    Options::of(date(2026, 6, 1))
}

/// A full report of many postings, against a profile: the files by name.
fn full(count: usize) -> BTreeMap<String, String> {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, count, 42));
    let have: BTreeSet<String> = ["python", "docker", "postgresql"].map(str::to_owned).into();
    let standing = market.standing(dictionary, &have);
    let options = Options { standing: Some(&standing), ..plain_options() };
    let dir = tempfile::tempdir().unwrap();
    let files = write(&market, &options, &dir.path().join("new/folder")).unwrap();
    assert!(files.is_sorted());
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_report_of_nobody_leaves_no_table_of_somebody() {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, 40, 42));
    let standing = market.standing(dictionary, &BTreeSet::from(["python".to_owned()]));
    let dir = tempfile::tempdir().unwrap();
    let names = || fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<BTreeSet<_>>();
    fs::write(dir.path().join("mine.txt"), "mine").unwrap();
    write(&market, &plain_options(), dir.path()).unwrap();
    let of_nobody = names();
    write(&market, &Options { standing: Some(&standing), ..plain_options() }, dir.path()).unwrap();
    assert!(names().len() > of_nobody.len());
    write(&market, &plain_options(), dir.path()).unwrap();
    assert_eq!(names(), of_nobody);
}

fn page(market: &Market) -> String {
    html::render(&Report::new(market, &plain_options())).unwrap()
}

fn select<'a>(page: &'a Html, what: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(what).unwrap()).collect()
}

fn text(element: scraper::ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(full(300), full(300));
}

#[test]
fn the_page_shows_the_figures_of_the_market() {
    let dictionary = specimen::dictionary();
    let analyses = postings(dictionary, 400, 3);
    let market = market_of(dictionary, &analyses);
    let page = Html::parse_document(&page(&market));
    let own: Vec<&Analysis> =
        analyses.iter().filter(|one| one.duplicate_of.is_none() && one.role.primary == Role::Sre).collect();
    let skill = specimen::number(dictionary, "prometheus");
    let hits = own.iter().filter(|one| one.skills.iter().any(|found| found.skill == skill && !found.negated)).count();
    let row = select(&page, "#demand .panel[data-role=sre] tbody tr")
        .into_iter()
        .find(|row| text(*row).starts_with("Prometheus"))
        .unwrap();
    let cells: Vec<String> = row.select(&Selector::parse("td").unwrap()).map(text).collect();
    assert_eq!(cells[1], format!("{:.0} %", hits as f64 / own.len() as f64 * 100.0));
    assert_eq!(cells[3], hits.to_string());
    assert_eq!(text(select(&page, "#demand .panel[data-role=sre] h3 small")[0]), format!("n = {}", own.len()));
    assert_eq!(text(select(&page, "h1")[0]), format!("What {} job postings ask for", market.looked_at.postings));
}

#[test]
fn the_page_is_whole_and_accessible() {
    let files = full(500);
    let source = &files["report.html"];
    let page = Html::parse_document(source);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let cells = Selector::parse("th, td").unwrap();
    for table in select(&page, "table") {
        assert!(table.select(&Selector::parse("caption").unwrap()).count() == 1);
        assert!(table.select(&Selector::parse("th:not([scope])").unwrap()).next().is_none());
        let widths: BTreeSet<usize> = table
            .select(&Selector::parse("tr").unwrap())
            .map(|row| {
                row.select(&cells).map(|cell| cell.attr("colspan").map_or(1, |span| span.parse().unwrap())).sum()
            })
            .collect();
        assert_eq!(
            widths.len(),
            1,
            "rows of different lengths in {}",
            text(table).chars().take(80).collect::<String>()
        );
    }
    let ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "an id stands twice");
    for link in select(&page, "a[href]") {
        assert!(ids.contains(&link.attr("href").unwrap().trim_start_matches('#')), "{:?}", link.attr("href"));
    }
    assert_eq!(select(&page, "h1").len(), 1);
    assert!(
        select(&page, "section").iter().all(|section| section.select(&Selector::parse("h2").unwrap()).count() == 1)
    );
    assert!(source.len() < 400_000, "{}", source.len());
}

#[test]
fn the_page_needs_no_network() {
    let files = full(200);
    let source = files["report.html"].to_lowercase();
    for reach in ["http://", "https://", "src=", "@import", "url(", "<link", "<iframe", "fetch("] {
        assert!(!source.contains(reach), "{reach}");
    }
    assert!(source.contains("default-src 'none'"));
}

#[test]
fn no_text_of_a_posting_becomes_markup_or_a_formula() {
    let dictionary = specimen::dictionary();
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "=HYPERLINK(\"x\")",
        "{{ 7*7 }}",
        "\u{1b}[2J\u{202e}",
    ];
    let mut analyses = postings(dictionary, 200, 9);
    for (at, one) in analyses.iter_mut().enumerate() {
        one.company = Some(hostile[at % hostile.len()].to_owned());
        one.location = Some(hostile[(at + 1) % hostile.len()].to_owned());
        one.title = hostile[(at + 2) % hostile.len()].to_owned();
    }
    let mut builder = Builder::new(dictionary);
    for one in &analyses {
        builder.push(one).unwrap();
    }
    builder.reject(&Rejected::new(Source::default(), hostile[0].to_owned()));
    let market = builder.finish().unwrap();
    let report = Report::new(&market, &plain_options());
    let source = html::render(&report).unwrap();
    let parsed = Html::parse_document(&source);
    assert_eq!(select(&parsed, "script").len(), 1);
    assert!(select(&parsed, "img").is_empty() && !source.contains("<script>alert"));
    assert!(source.contains("{{ 7*7 }}"), "shown as it is written");
    for (name, table) in csv::tables(&market, &plain_options()).unwrap() {
        for record in ::csv::Reader::from_reader(table.as_bytes()).records() {
            let record = record.unwrap();
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '@', '\t', '\r'])), "{name}: {record:?}");
        }
    }
    let lines = terminal::render(&report);
    assert!(lines.chars().all(|c| c == '\n' || !c.is_control()) && !lines.contains('\u{202e}'));
}

#[test]
fn the_terminal_fits_eighty_columns() {
    let dictionary = specimen::dictionary();
    for count in [0, 5, 40, 500] {
        let mut analyses = postings(dictionary, count, 12);
        for one in &mut analyses {
            one.company = Some("株式会社サンプルサンプルサンプルサンプルサンプルサンプル".to_owned());
        }
        let market = market_of(dictionary, &analyses);
        let standing = market.standing(dictionary, &BTreeSet::new());
        let options = Options { standing: Some(&standing), ..plain_options() };
        for line in terminal::render(&Report::new(&market, &options)).lines() {
            assert!(!line.ends_with('…'), "{line}");
            let columns: usize = line.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum();
            assert!(columns <= 80 && line == line.trim_end(), "{columns} columns: {line}");
        }
    }
}

#[test]
fn the_terminal_cuts_no_number() {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, 500, 12));
    let text = terminal::render(&Report::new(&market, &plain_options()));
    for role in &market.roles {
        let name = words::role(role.role);
        let line = text.lines().find(|line| line.starts_with(name) && line.contains('·')).unwrap();
        assert!(line.ends_with(&format!(" {}", role.count)), "{line}");
    }
}

#[test]
fn every_file_is_known_for_one_of_a_report() {
    let written = full(300);
    let names: BTreeSet<&str> = written.keys().map(String::as_str).chain(csv::OF_A_PERSON).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), FILES);
}

#[test]
fn every_table_and_column_is_documented() {
    let documented = include_str!("../../reports/README.md");
    for (name, text) in full(300) {
        assert!(documented.contains(&format!("`{name}`")), "{name}");
        if Path::new(&name).extension().is_some_and(|extension| extension == "csv") {
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            for column in &reader.headers().unwrap().clone() {
                assert!(documented.contains(&format!("`{column}`")), "{column} of {name}");
            }
            // The reader refuses rows of another length than the heading.
            let rows = reader.records().collect::<Result<Vec<_>, _>>().unwrap();
            assert!(!rows.is_empty() || name == "rejected.csv", "{name}");
        }
    }
}

#[test]
fn json_says_what_the_market_says() {
    let dictionary = specimen::dictionary();
    let market = market_of(dictionary, &postings(dictionary, 300, 5));
    let document: serde_json::Value = serde_json::from_str(&json::render(&market, &plain_options()).unwrap()).unwrap();
    assert_eq!(document["schema"], "jobsift.market/1");
    assert_eq!(document["date"], "2026-06-01");
    assert_eq!(document["looked_at"]["postings"], market.looked_at.postings);
    assert!(document["standing"].is_null());
    let four = document["demand"].as_array().unwrap().iter().find(|scope| scope["scope"] == "four-roles").unwrap();
    let own = market.demand(Scope::FourRoles).unwrap();
    assert_eq!(four["n"], own.n);
    assert_eq!(four["skills"].as_array().unwrap().len(), own.skills.len());
    assert_eq!(four["skills"][0]["asked"], own.skills[0].asked);
    assert_eq!(four["skills"][0]["id"], market.skill(own.skills[0].what).id.as_str());
    let share = four["skills"][0]["share"]["share"].as_f64().unwrap();
    assert!((share - own.skills[0].share.unwrap().share).abs() < 1e-4);
}

#[test]
fn nothing_and_little_are_said_to_be_so() {
    let dictionary = specimen::dictionary();
    let empty = page(&market_of(dictionary, &[]));
    assert!(empty.contains("There were no postings in the input"));
    let mut refused = Builder::new(dictionary);
    refused.reject(&Rejected::new(Source::default(), "empty file".to_owned()));
    let refused = page(&refused.finish().unwrap());
    assert!(refused.contains("1 input was refused") && refused.contains("empty file"));
    let five: Vec<Analysis> = (0..5).map(|at| plain(&format!("{at:x}"), Role::Sre)).collect();
    let few = page(&market_of(dictionary, &five));
    assert!(few.contains("Only 5 postings could be counted"));
    let parsed = Html::parse_document(&few);
    assert!(select(&parsed, "#demand .panel table").is_empty(), "no shares of so few");
    let shown = few.split_once("<main").unwrap().1.split_once("id=\"sayings\"").unwrap().0;
    assert!(!shown.contains("\u{202f}%"), "no shares of so few");
}

#[test]
fn few_and_doubtful_postings_of_a_role_are_said_to_be_so() {
    let dictionary = specimen::dictionary();
    let cautions = |n: usize, doubtful: usize| {
        let mut analyses: Vec<Analysis> = (0..n).map(|at| plain(&format!("{at:x}"), Role::Sre)).collect();
        for one in &mut analyses {
            one.skills.push(asks(dictionary, "python", Importance::Required));
        }
        analyses[..doubtful].iter_mut().for_each(|one| one.role.status = RoleStatus::Insufficient);
        let page = Html::parse_document(&page(&market_of(dictionary, &analyses)));
        let said = select(&page, "#demand .panel[data-role=sre] p").into_iter().map(text).collect::<String>();
        let certainty = select(&page, "#roles p.small").into_iter().map(text).collect::<String>();
        (said, certainty)
    };
    let (said, certainty) = cautions(29, 1);
    assert_eq!(
        said,
        "Only 29 postings: the intervals are wide, so take the order of these rows as a hint. The role of 1 of them rests on too \
         little text."
    );
    assert!(certainty.contains("1 (3 %) say too little"), "{certainty}");
    assert_eq!(cautions(30, 0).0, "");
    assert_eq!(cautions(30, 4).0, "The role of 4 of them rests on too little text.");
}

#[test]
fn pay_that_few_of_the_four_roles_state_has_its_own_table() {
    let dictionary = specimen::dictionary();
    let mut analyses: Vec<Analysis> =
        (0..70).map(|at| plain(&format!("{at:x}"), if at < 25 { Role::Sre } else { Role::Other })).collect();
    for (at, one) in analyses.iter_mut().enumerate() {
        let currency = if at < 24 { "USD" } else { "MXN" };
        let amount = Some(100_000.0 + 1234.0 * at as f64);
        one.facts.salary = Some(Salary {
            min: amount,
            max: amount,
            currency: Some(currency.to_owned()),
            period: Some(Period::Year),
            text: String::new(),
        });
    }
    let page = Html::parse_document(&page(&market_of(dictionary, &analyses)));
    let heads: Vec<String> = select(&page, "#pay h3").into_iter().map(text).collect();
    assert_eq!(heads, ["USD, a year", "Other currencies, a year"]);
    assert_eq!(
        select(&page, "#pay table.plain tbody tr").into_iter().map(text).collect::<String>(),
        "MXN135,000157,000180,00046"
    );
}

#[test]
fn postings_without_any_of_the_four_roles_still_give_a_report() {
    let dictionary = specimen::dictionary();
    let others: Vec<Analysis> = (0..30)
        .map(|at| {
            let mut one = plain(&format!("{at:x}"), Role::Other);
            one.skills.push(asks(dictionary, "python", Importance::Required));
            one
        })
        .collect();
    let page = page(&market_of(dictionary, &others));
    assert!(page.contains("None of the 30 postings is platform"));
    let parsed = Html::parse_document(&page);
    assert_eq!(text(select(&parsed, "#demand .panel h3")[0]), "All postings n = 30");
    assert!(text(select(&parsed, "#demand .panel tbody tr")[0]).starts_with("Python 100 %"));
}

#[test]
fn a_tiny_report_as_it_is() {
    let dictionary = specimen::dictionary();
    let mut analyses: Vec<Analysis> = (0..12).map(|at| plain(&format!("{at:x}"), Role::Platform)).collect();
    for one in &mut analyses[..9] {
        one.skills.push(asks(dictionary, "kubernetes", Importance::Required));
    }
    let source = page(&market_of(dictionary, &analyses));
    // Style, script and method have their own tests and would only hide what this one shows.
    let body = source.split_once("<main").unwrap().1.split_once("<section id=\"method\"").unwrap().0;
    insta::assert_snapshot!(body);
}
