//! Made-up analyses for tests: many, varied, and the same on every run.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::analysis::{Analysis, Facts, Importance, Role, RoleFinding, RoleStatus, SkillFinding};
use crate::dictionary::Dictionary;
use crate::duplicate::{Duplicate, Reason, Signature};
use crate::posting::{Employment, Period, Remote, Salary, Seniority, Source};
use crate::text::Text;

/// Skills of the dictionary that the made-up postings draw on, and how often each of the roles asks for it, in percent.
pub(crate) const DRAWN: [(&str, [u64; 5]); 25] = [
    ("kubernetes", [80, 45, 70, 50, 5]),
    ("aws", [70, 40, 55, 60, 20]),
    ("terraform", [75, 25, 45, 30, 2]),
    ("docker", [60, 50, 45, 60, 10]),
    ("python", [50, 45, 55, 50, 40]),
    ("linux", [50, 45, 65, 30, 10]),
    ("ci-cd", [55, 90, 40, 45, 10]),
    ("jenkins", [20, 65, 15, 15, 5]),
    ("github-actions", [25, 45, 10, 20, 5]),
    ("prometheus", [30, 5, 60, 15, 0]),
    ("grafana", [30, 5, 58, 15, 0]),
    ("azure", [30, 25, 20, 20, 15]),
    ("gcp", [28, 15, 25, 20, 5]),
    ("go", [30, 10, 30, 35, 5]),
    ("java", [10, 25, 10, 50, 30]),
    ("postgresql", [10, 3, 15, 55, 10]),
    ("git", [30, 60, 20, 35, 25]),
    ("ansible", [35, 30, 35, 5, 0]),
    ("helm", [35, 20, 20, 8, 0]),
    ("bash", [30, 45, 35, 8, 3]),
    ("kafka", [8, 1, 15, 35, 3]),
    ("dns", [20, 1, 25, 2, 1]),
    ("vpc", [25, 1, 12, 3, 0]),
    ("amazon-eks", [25, 5, 15, 8, 0]),
    ("monitoring", [40, 20, 80, 20, 5]),
];

/// The built-in dictionary, read once for all tests.
pub(crate) fn dictionary() -> &'static Dictionary {
    static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::builtin().unwrap());
    &DICTIONARY
}

/// A small generator of numbers (Knuth's MMIX constants): enough for variety, and without a crate.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

/// The number of a skill in the dictionary.
pub(crate) fn number(dictionary: &Dictionary, id: &str) -> u32 {
    dictionary.skills.iter().position(|skill| skill.id == id).unwrap_or_else(|| panic!("no skill {id}")) as u32
}

/// A posting that states nothing but its role.
pub(crate) fn plain(id: &str, role: Role) -> Analysis {
    let mut scores = [0.05; 5];
    scores[Role::ALL.iter().position(|&one| one == role).unwrap()] = 0.8;
    Analysis {
        id: id.to_owned(),
        external_id: None,
        source: Source { path: "postings.ndjson".into(), member: None, format: "ndjson".into(), url: None },
        title: "DevOps Engineer".to_owned(),
        company: None,
        location: None,
        posted: None,
        closes: None,
        language: None,
        duplicate_of: None,
        role: RoleFinding {
            primary: role,
            runner_up: Role::Other,
            status: RoleStatus::Clear,
            scores,
            title_conflict: false,
            evidence: Vec::new(),
        },
        skills: Vec::new(),
        facts: Facts::default(),
        text: Text::default(),
        sections: Vec::new(),
        suppressed: Vec::new(),
        signature: Signature::default(),
    }
}

/// A skill asked for, without any detail.
pub(crate) fn asks(dictionary: &Dictionary, id: &str, importance: Importance) -> SkillFinding {
    SkillFinding {
        skill: number(dictionary, id),
        importance,
        negated: false,
        any_of: None,
        or_similar: false,
        years: None,
        version: None,
        surfaces: vec![id.to_owned()],
        mentions: Vec::new(),
    }
}

/// Some postings of every role with everything that a posting may state; the same for the same seed.
pub(crate) fn postings(dictionary: &Dictionary, count: usize, seed: u64) -> Vec<Analysis> {
    let mut dice = Dice::new(seed);
    let mut all: Vec<Analysis> = Vec::with_capacity(count);
    for at in 0..count {
        let mut this = posting(dictionary, &mut dice, at);
        this.signature = Signature::numbered(at as u32);
        if this.duplicate_of.is_some() {
            // An undated copy: the earlier one stands for both, in a stream and in a dataset.
            this.posted = None;
            this.signature = all[at - 1].signature;
        }
        all.push(this);
    }
    all
}

fn posting(dictionary: &Dictionary, dice: &mut Dice, at: usize) -> Analysis {
    let role = dice.pick(Role::ALL);
    let mut this = plain(&format!("{at:016x}"), role);
    let own = Role::ALL.iter().position(|&one| one == role).unwrap();
    this.title = dice
        .pick(&[
            "DevOps Engineer",
            "Senior DevOps Engineer",
            "Site Reliability Engineer",
            "Platform Engineer",
            "Backend Developer",
            "Release Manager",
            "Cloud Engineer",
            "Analyst",
        ])
        .to_owned();
    this.role.status = dice.pick(&[RoleStatus::Clear, RoleStatus::Clear, RoleStatus::Mixed, RoleStatus::Insufficient]);
    this.role.title_conflict = dice.percent(20);
    this.company = dice.percent(90).then(|| format!("Company {}", dice.below(40)));
    this.location =
        dice.percent(80).then(|| dice.pick(&["Berlin, DE", "Austin, TX", "London", "Remote, <EU>", "Łódź"]).to_owned());
    this.posted = dice.percent(85).then(|| day(date(2026, 1, 1), dice.below(150)));
    this.language = dice.percent(95).then(|| dice.pick(&["en", "en", "en", "de"]));
    this.source.format = dice.pick(&["ndjson", "greenhouse", "html"]).into();
    this.duplicate_of = (at > 0 && dice.percent(5)).then(|| Duplicate {
        id: format!("{:016x}", at - 1),
        reason: Reason::Content,
        similarity: 1.0,
    });
    this.facts.years_min = dice.percent(60).then(|| 1 + dice.below(8) as u8);
    this.facts.seniority = dice.percent(70).then(|| dice.pick(Seniority::ALL));
    this.facts.remote = dice.percent(60).then(|| dice.pick(Remote::ALL));
    this.facts.employment = dice.percent(50).then(|| dice.pick(Employment::ALL));
    this.facts.salary = dice.percent(45).then(|| pay(dice, own as u64));
    for (id, chances) in DRAWN {
        if dice.percent(chances[own]) {
            let mut finding = asks(dictionary, id, dice.pick(Importance::ALL));
            finding.negated = dice.percent(2);
            finding.or_similar = dice.percent(5);
            finding.any_of = matches!(id, "aws" | "azure" | "gcp").then_some(1).filter(|_| dice.percent(50));
            this.skills.push(finding);
        }
    }
    this
}

fn day(from: Date, later: u64) -> Date {
    from.saturating_add(jiff::Span::new().days(later.cast_signed()))
}

fn pay(dice: &mut Dice, role: u64) -> Salary {
    let (currency, period) = dice.pick(&[
        (Some("USD"), Some(Period::Year)),
        (Some("USD"), Some(Period::Year)),
        (Some("USD"), Some(Period::Hour)),
        (Some("EUR"), Some(Period::Month)),
        (None, Some(Period::Year)),
        (Some("EUR"), None),
    ]);
    let yearly = 70_000.0 + 5_000.0 * dice.below(20) as f64 + 4_000.0 * role as f64;
    let amount = match period {
        Some(Period::Hour) => (yearly / 2080.0).round(),
        Some(Period::Month) => (yearly / 12.0).round(),
        _ => yearly,
    };
    Salary {
        min: Some(amount),
        max: dice.percent(80).then_some(amount * 1.25),
        currency: currency.map(str::to_owned),
        period,
        text: format!("{amount}"),
    }
}
