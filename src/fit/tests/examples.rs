//! What each way of meeting a requirement is worth, what blocks, and the whole text of an example.

use super::*;
use crate::fit::text::Styles;

#[test]
fn an_empty_posting_cannot_be_told() {
    let person = profile(&[(GO, Level::Expert)]);
    let fit_of_none = fit(&[], &person);
    assert_eq!(fit_of_none.score, None);
    assert_eq!(fit_of_none.verdict(), "Cannot tell: the posting names no skill, and a score needs at least 3.");
    assert_eq!(
        fit(&required(&[GO, PHP]), &person).verdict(),
        "Cannot tell: the posting names 2 requirements, and a score needs at least 3."
    );
}

#[test]
fn each_way_of_meeting_a_requirement_earns_its_credit() {
    let credit = |wanted: Ask, held: &[Held]| {
        let mut person = Profile::default();
        for held in held {
            person.hold(held.clone(), &SMALL);
        }
        let line = fit(&[wanted], &person).lines.remove(0);
        (line.status, line.credit.0)
    };
    let wanted = |skill| ask(skill, Importance::Required);
    let with_years = |skill, years| Ask { years: Some(years), ..wanted(skill) };
    let similar = |skill| Ask { or_similar: true, ..wanted(skill) };
    let held = Held::new;
    let for_years = |skill, years| Held { years: Some(years), ..Held::new(skill, Level::Strong) };
    assert_eq!(credit(wanted(GO), &[held(GO, Level::Working)]), (Status::Have, 100));
    assert_eq!(credit(wanted(GO), &[held(GO, Level::Basic)]), (Status::Partly, 60));
    assert_eq!(credit(wanted(GO), &[Held { last_used: Some(2021), ..held(GO, Level::Expert) }]), (Status::Have, 100));
    assert_eq!(credit(wanted(GO), &[Held { last_used: Some(2020), ..held(GO, Level::Expert) }]), (Status::Partly, 80));
    assert_eq!(credit(with_years(GO, 4), &[for_years(GO, 3.0)]), (Status::Partly, 75));
    assert_eq!(credit(with_years(GO, 9), &[for_years(GO, 1.0)]), (Status::Partly, 40));
    assert_eq!(credit(with_years(GO, 4), &[held(GO, Level::Strong)]), (Status::Have, 100), "years not stated");
    assert_eq!(credit(wanted(KUBERNETES), &[held(EKS, Level::Strong)]), (Status::Have, 100), "implied");
    assert_eq!(credit(wanted(TERRAFORM), &[held(PYTHON, Level::Strong)]), (Status::Transfer, 60));
    assert_eq!(credit(wanted(TERRAFORM), &[held(PYTHON, Level::Basic)]), (Status::Transfer, 36));
    assert_eq!(credit(wanted(KUBERNETES), &[held(DOCKER, Level::Strong)]), (Status::Transfer, 35));
    assert_eq!(credit(wanted(AZURE), &[held(EKS, Level::Strong)]), (Status::Transfer, 80), "from what is implied");
    assert_eq!(credit(wanted(DOCKER), &[held(LINUX, Level::Strong)]), (Status::Transfer, 15));
    assert_eq!(credit(similar(GO), &[held(PHP, Level::Strong)]), (Status::Partly, 50));
    assert_eq!(credit(wanted(GO), &[held(PHP, Level::Strong)]), (Status::Missing, 0));
    assert_eq!(credit(Ask { negated: true, ..wanted(GO) }, &[held(GO, Level::Strong)]), (Status::NotAsked, 0));
}

#[test]
fn the_band_counts_transfers_as_nothing_and_in_full() {
    let asks = required(&[PYTHON, TERRAFORM, PHP]);
    let score = fit(&asks, &profile(&[(PYTHON, Level::Strong)])).score.unwrap();
    assert_eq!([score.low, score.value, score.high], [Tenths(200), Tenths(320), Tenths(400)]);
}

#[test]
fn what_the_profile_avoids_counts_for_nothing() {
    let mut person = profile(&[(PHP, Level::Expert), (GO, Level::Strong), (LINUX, Level::Strong)]);
    person.avoid.insert(PHP);
    let shown = fit(&required(&[PHP, GO, LINUX]), &person);
    assert_eq!((shown.lines[0].status, shown.lines[0].credit), (Status::Avoided, Credit(0)));
    assert!(shown.raises.is_empty(), "it is not advised either: {:?}", shown.raises);
}

#[test]
fn blockers_cap_the_score_and_come_first() {
    let asks = required(&[GO, LINUX, PYTHON, DOCKER]);
    let mut person =
        profile(&[(GO, Level::Strong), (LINUX, Level::Strong), (PYTHON, Level::Strong), (DOCKER, Level::Strong)]);
    let country = |name| Country::find(name).unwrap();
    person.years = Some(2.0);
    person.seniority = Some(Seniority::Junior);
    person.town = Some("Leipzig".to_owned());
    person.country = Some(country("DE"));
    person.remote = vec![Remote::Remote];
    person.languages = vec!["German".to_owned()];
    person.citizenships.insert(country("IN"));
    person.authorised.insert(country("IN"));
    person.clearance = Some(Clearance::None);
    person.salary_floor = Some(SalaryFloor { amount: 5000.0, currency: "EUR".to_owned(), period: Period::Month });
    let mut analysis = posting(&asks);
    let place = analysis.location.take();
    let free = assess(&analysis, &person, &SMALL, Some(TODAY));
    assert_eq!(free.blockers, [], "nothing is stated on the other side");
    assert_eq!(value(&free), 667);

    analysis.location = place;
    analysis.closes = Some(date(2026, 11, 19));
    analysis.facts.years_min = Some(5);
    analysis.facts.years_text = Some("5+ years".to_owned());
    analysis.facts.seniority = Some(Seniority::Senior);
    analysis.facts.remote = Some(Remote::Onsite);
    analysis.facts.requires.languages = vec!["Portuguese".to_owned()];
    analysis.facts.requires.citizenship = Some(true);
    analysis.facts.requires.clearance = Some(true);
    analysis.facts.requires.visa_sponsorship = Some(false);
    analysis.facts.salary = Some(Salary {
        min: Some(20.0),
        max: Some(25.0),
        currency: Some("EUR".to_owned()),
        period: Some(Period::Hour),
        text: "20 to 25 € an hour".to_owned(),
    });
    let fit = assess(&analysis, &person, &SMALL, Some(TODAY));
    let shown =
        fit.blockers.iter().map(|blocker| format!("{}: {}\n", blocker.cap, blocker.text)).collect::<Vec<_>>().concat();
    assert_eq!(
        shown,
        "0.0: It closed on 2026-11-19.\n\
         20.0: It asks for citizenship or permanent residence (Portugal); you state neither.\n\
         20.0: It asks for a security clearance; you have none.\n\
         20.0: It sponsors no visas; you state no right to work in Portugal.\n\
         30.0: The work is on-site in Porto, Portugal; you live in Leipzig.\n\
         30.0: The work is on-site; you accept remote.\n\
         30.0: It asks for Portuguese, which you do not list.\n\
         40.0: It asks for 5 years of work; you have 2.\n\
         40.0: It is a senior position; you work at junior level.\n\
         50.0: It pays at most 25 EUR per hour; your floor is 5000 EUR per month.\n"
    );
    assert_eq!(fit.score.map(|score| (score.value, score.high, score.sum)), Some((Tenths(0), Tenths(0), Tenths(667))));
    // The same posting and a profile that states nothing: nothing blocks, and what cannot be compared is named.
    let silent = Profile { skills: person.skills, ..Profile::default() };
    let fit = assess(&analysis, &silent, &SMALL, None);
    assert_eq!(fit.blockers, []);
    assert_eq!(fit.to_check.len(), 4, "{:?}", fit.to_check);
}

#[test]
fn places_block_only_where_there_is_no_doubt() {
    let asks = required(&[GO, LINUX, PYTHON]);
    let person = Profile {
        town: Some("Leipzig".to_owned()),
        country: Country::find("Germany"),
        relocate_to: vec!["Berlin".to_owned(), "Austria".to_owned()],
        time_zone: Some(60),
        ..Profile::default()
    };
    let cap = |remote, location: &str| {
        let mut analysis = posting(&asks);
        analysis.facts.remote = remote;
        analysis.location = Some(location.to_owned());
        assess(&analysis, &person, &SMALL, None).blockers.first().map(|blocker| blocker.cap.0 / 10)
    };
    let (onsite, hybrid, remote) = (Some(Remote::Onsite), Some(Remote::Hybrid), Some(Remote::Remote));
    assert_eq!(cap(onsite, "Leipzig, Germany"), None);
    assert_eq!(cap(onsite, "Hamburg, Berlin or Munich"), None);
    assert_eq!(cap(hybrid, "Wien, Austria"), None);
    assert_eq!(cap(hybrid, "Hybrid"), None);
    assert_eq!(cap(onsite, "Germany"), None);
    assert_eq!(cap(onsite, "Munich, Germany"), Some(50));
    assert_eq!(cap(onsite, "San Mateo, CA"), Some(30), "a state of another country");
    assert_eq!(cap(onsite, "Springfield"), Some(50));
    assert_eq!(cap(onsite, "Reading, UK"), Some(30));
    assert_eq!(cap(None, "Reading, UK"), Some(50), "in another country, and no word of remote work");
    assert_eq!(cap(None, "San Francisco"), Some(50));
    assert_eq!(cap(None, "Munich, Germany"), None, "to be checked");
    assert_eq!(cap(None, "Vienna"), None, "Austria would do");
    assert_eq!(cap(remote, "Remote - US"), Some(30));
    assert_eq!(cap(remote, "Remote, Germany"), None);
    assert_eq!(cap(remote, "Remote, Europe"), None);
    assert_eq!(cap(remote, "London, UK"), None);
    assert_eq!(cap(remote, "Anywhere"), None);
    assert_eq!(cap(remote, "Remote (UTC-8 to UTC-4)"), Some(30), "the profile says UTC+1");
    assert_eq!(cap(remote, "Remote (UTC-5 to UTC+3)"), None);
}

#[test]
fn the_whole_text_of_an_example() {
    let mut asks = required(&[KUBERNETES, PYTHON, TERRAFORM, AWS, AZURE]);
    asks[1].years = Some(4);
    asks[2].or_similar = true;
    asks[3].any_of = Some(1);
    asks[4].any_of = Some(1);
    asks.push(ask(LINUX, Importance::Preferred));
    asks.push(ask(GO, Importance::Mentioned));
    asks.push(Ask { negated: true, ..ask(PHP, Importance::Mentioned) });
    let mut person = profile(&[(DOCKER, Level::Strong), (LINUX, Level::Basic)]);
    let python =
        Held { years: Some(3.0), evidence: Some("ticket shop".to_owned()), ..Held::new(PYTHON, Level::Strong) };
    person.hold(python, &SMALL);
    person.years = Some(4.0);
    person.roles = vec![Role::Platform];
    let mut analysis = posting(&asks);
    analysis.facts.years_min = Some(10);
    analysis.facts.years_text = Some("10+ years in operations".to_owned());
    analysis.facts.requires.clearance = Some(true);
    let fit = assess(&analysis, &person, &SMALL, Some(TODAY));
    assert_eq!(text::write(&fit, &Styles::plain()), EXAMPLE);
}

const EXAMPLE: &str = "\
Platform Engineer
Harbour Freight Forwarding · Porto, Portugal · role: platform (wanted)
postings/one.txt

Fit 29.2 of 100   band 14.6 to 40.0   jobsift.fit/1
Far off: of 4 required skills you have 0, 1 in part, 2 one step away, 1 missing.
The posting says little: with all of it met the sum would be 69.2.

Blockers
  - at most 40.0: It asks for 10 years of work; you have 4. “10+ years in
    operations”

To check: not stated on both sides
  - It asks for a security clearance; your profile does not say.

Required, weight 3
  credit  points
    0.35     5.4  transfer Kubernetes
                           from Docker: medium difficulty, about 80 hours.
                           Images are known, scheduling is new.
                           “You will meet Kubernetes here.”
    0.75    11.5  partly   Python (4 years asked)
                           strong, 3 of 4 years asked: 1 short; ticket shop
                           “You will meet Python here.”
    0.60     9.2  transfer Terraform or similar
                           from Python: low difficulty, about 40 hours. Scripts
                           already describe what to create.
                           “You will meet Terraform here.”
    0.00     0.0  missing  AWS or Azure
                           “You will meet AWS here.”

Preferred, weight 1
  credit  points
    0.60     3.1  partly   Linux
                           basic, short of a working level
                           “You will meet Linux here.”

Mentioned, weight 0.5
  credit  points
    0.00     0.0  missing  Go
                           “You will meet Go here.”

Said not to be needed, weight 0
  PHP “You will meet PHP here.”

The sum
  points = 100 × weight × credit ÷ 19.5, the weight of all
  required: 4 × 3                             26.1
  preferred: 1 × 1                             3.1
  mentioned: 1 × 0.5                           0.0
  left unsaid: 6, as for every posting         0.0
  fit                                         29.2
  With every requirement met the sum would be 69.2.

What would raise it most
  +15.4  AWS (required); no skill of yours carries over
  +10.0  Kubernetes (required); from Docker: medium difficulty, about 80 hours
  +6.2   Terraform (required); from Python: low difficulty, about 40 hours
  +2.6   Go (mentioned); no skill of yours carries over
  +2.1   Linux (preferred); you have it: deepen it to a working level
";
