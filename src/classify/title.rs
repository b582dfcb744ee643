//! The jobs that a title names. In: a title, or the header line of a forum post. Out: one piece of text for each job.
//!
//! A header line (`Employer | Two jobs, and a third | Place | Terms`) has bars; of its parts only those count that name a job, so that an
//! employer called "Cloud …" or a place says nothing about the work. Any other title is one job.

/// A title with so many bars is a header line.
const BARS_MIN: usize = 2;

/// Words of which every job's name has one.
const JOB_WORDS: [&str; 55] = [
    "administrator",
    "administrators",
    "analyst",
    "analysts",
    "architect",
    "architects",
    "consultant",
    "consultants",
    "cto",
    "designer",
    "designers",
    "developer",
    "developers",
    "devops",
    "director",
    "engineer",
    "engineering",
    "engineers",
    "executive",
    "founding",
    "head",
    "intern",
    "interns",
    "lead",
    "leads",
    "manager",
    "managers",
    "marketer",
    "pm",
    "pms",
    "principal",
    "product",
    "programmer",
    "programmers",
    "representative",
    "researcher",
    "researchers",
    "scientist",
    "scientists",
    "sde",
    "sdes",
    "senior",
    "specialist",
    "specialists",
    "sr",
    "sre",
    "sres",
    "staff",
    "support",
    "swe",
    "swes",
    "technician",
    "technicians",
    "tpm",
    "writer",
];

/// The jobs that a title names; the whole title where that cannot be told.
pub(super) fn jobs(title: &str) -> Vec<&str> {
    if title.matches('|').count() < BARS_MIN {
        return vec![title];
    }
    let jobs: Vec<&str> = title.split('|').skip(1).flat_map(pieces).filter(|piece| names_a_job(piece)).collect();
    if jobs.is_empty() { vec![title] } else { jobs }
}

/// A part of a header line, cut where one job may end and another begin.
fn pieces(part: &str) -> impl Iterator<Item = &str> {
    let pieces = part.split([',', ';', '&', '+', '•', '·']).flat_map(|piece| piece.split(" and "));
    pieces.flat_map(|piece| {
        // `DevOps / SRE` is one job under two names, `Support Manager / Software Engineer` are two jobs.
        let sides: Vec<&str> = piece.split(" / ").collect();
        if sides.iter().all(|side| side.split_whitespace().nth(1).is_some()) { sides } else { vec![piece] }
    })
}

fn names_a_job(piece: &str) -> bool {
    piece.split(|c: char| !c.is_alphanumeric()).any(|word| JOB_WORDS.iter().any(|job| job.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_of_header_lines() {
        let cases: [(&str, &[&str]); 7] = [
            ("Senior Engineer, Platform & Cloud", &["Senior Engineer, Platform & Cloud"]),
            ("Data Engineer | Berlin", &["Data Engineer | Berlin"]),
            ("Cloudwright | Backend Engineer | Oslo, Norway | Remote", &["Backend Engineer"]),
            (
                "Ponderosa | SRE, Frontend Engineer and Staff Designer | Lyon | Full-time",
                &["SRE", "Frontend Engineer", "Staff Designer"],
            ),
            ("Quern | Remote | DevOps / SRE", &["DevOps / SRE"]),
            ("Quern | Oslo | IT Manager / Platform Engineer", &["IT Manager", "Platform Engineer"]),
            ("Larch | Austin | many roles", &["Larch | Austin | many roles"]),
        ];
        for (title, expected) in cases {
            let found: Vec<&str> = jobs(title).into_iter().map(str::trim).collect();
            assert_eq!(found, expected, "{title}");
        }
    }
}
