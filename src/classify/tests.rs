//! Roles of postings invented for the purpose, and what the formula promises.

use proptest::prelude::*;

use crate::analysis::{Role, RoleFinding, RoleStatus, analyse};
use crate::dictionary::Dictionary;
use crate::posting::Posting;

fn dictionary() -> &'static Dictionary {
    static DICTIONARY: std::sync::OnceLock<Dictionary> = std::sync::OnceLock::new();
    DICTIONARY.get_or_init(|| Dictionary::builtin().unwrap())
}

fn role_of(title: &str, body: &str) -> RoleFinding {
    analyse(Posting::of_text(title, body), dictionary()).role
}

const PLATFORM: &str = "What you will do\n\n- Build the internal platform that forty development teams deploy to\n\
    - Provision cloud infrastructure with Terraform modules and keep the landing zone tidy\n- Run the Kubernetes clusters and their upgrades\n\
    - Offer self-service environments through Backstage\n\nWhat you bring\n\n- Infrastructure as code, networking, AWS\n";
const RELEASE: &str = "What you will do\n\n- Own the build system and shorten build times\n- Maintain Jenkins and the CI/CD pipelines\n\
    - Cut release branches, coordinate releases and write release notes\n- Look after packaging, versioning and Artifactory\n\n\
    What you bring\n\n- Gradle or Bazel, code signing, scripting\n- A calm hand on the day of the release\n- Experience as a release manager\n";
const SRE: &str = "What you will do\n\n- Take part in the on-call rotation and lead incident response\n- Write postmortems and remove toil\n\
    - Define SLOs and error budgets with the teams\n- Improve monitoring and alerting so that outages are seen before customers see them\n\
    - Plan capacity and keep uptime above 99.95\n\nWhat you bring\n\n- Prometheus, Grafana, Linux\n- Root cause analysis under pressure\n";
const BACKEND: &str = "What you will do\n\n- Design and build REST APIs and microservices in Go for our customers' invoices\n\
    - Write clean code, review the code of others, model data in PostgreSQL\n- Work with product managers on new features\n\nWhat you bring\n\n\
    - Several years of backend development\n- Good SQL, gRPC and the patience to refactor a codebase that other people wrote\n";
const BACKEND_DUTIES: &str = "\nYou run what you build\n\nRequirements\n\n- You have deployed your own services to Kubernetes\n\
    - You have maintained CI/CD pipelines and Terraform\n- You take part in our on-call rotation\n";

#[test]
fn one_title_three_bodies() {
    for title in ["DevOps Engineer", "Senior DevOps Engineer (m/f/d)"] {
        for (body, role) in [(PLATFORM, Role::Platform), (RELEASE, Role::Release), (SRE, Role::Sre)] {
            assert_eq!(role_of(title, body).primary, role, "{body}");
        }
    }
}

#[test]
fn a_title_that_the_body_contradicts() {
    let finding = role_of("Platform Engineer", SRE);
    assert_eq!(finding.primary, Role::Sre);
    assert!(finding.title_conflict);
    assert!(!role_of("Site Reliability Engineer", SRE).title_conflict);
}

#[test]
fn services_with_and_without_infrastructure() {
    let with_duties = BACKEND.to_owned() + BACKEND_DUTIES;
    let with_stack = BACKEND.to_owned() + "\nOur stack\n\nGo, PostgreSQL, AWS, Kubernetes, Terraform\n";
    for title in ["Backend Engineer", "Full-Stack Engineer", "Software Engineer (Go)"] {
        assert_eq!(role_of(title, &with_duties).primary, Role::BackendInfra, "{title}");
        assert_eq!(role_of(title, BACKEND).primary, Role::Other, "{title}");
        assert_eq!(role_of(title, &with_stack).primary, Role::Other, "{title}");
    }
}

#[test]
fn names_that_only_sound_alike() {
    let cases = [
        (
            "Chef de partie",
            "You prepare dishes with the kitchen team, order ingredients from our vendors, keep the stations clean, and train assistants. \
          We serve two hundred guests on a good evening and close on Mondays; the menu changes with the season and you help to write it.",
        ),
        (
            "Building Surveyor",
            "You inspect buildings, write reports on defects and safety, advise clients on construction and maintenance, and manage \
          contracts with builders. You hold a degree in surveying and a driving licence, and you like roofs in all kinds of weather.",
        ),
        (
            "Release Train Engineer",
            "You facilitate the planning of twelve agile teams, coach scrum masters, report on risks and budgets to stakeholders, \
          and remove impediments. You hold a SAFe certificate and have led a programme of a comparable size in insurance or in banking.",
        ),
        (
            "Platform Sales Manager",
            "You own a quota and the sales cycle for our developer platform: prospects, demos, contracts and renewals. You work with \
          marketing on campaigns, forecast revenue each quarter, and travel to customers in the region about one week in every month.",
        ),
    ];
    for (title, body) in cases {
        assert_eq!(role_of(title, body).primary, Role::Other, "{title}");
    }
}

#[test]
fn several_jobs_in_one_posting() {
    let body = "Three open jobs. Frontend: React and TypeScript, a design system, and many user interfaces for our customers. Designer: user research, \
        prototypes in Figma, brand and marketing pages. SRE: on-call and Kubernetes. We are twelve people, profitable, and meet twice a year.";
    assert_eq!(
        role_of("Larkspur | Frontend Engineer, Product Designer, SRE | Remote | Full-time", body).primary,
        Role::Other
    );
}

#[test]
fn too_little_text() {
    let finding = role_of("Site Reliability Engineer", "Join our team. Apply today.");
    assert_eq!((finding.primary, finding.status), (Role::Sre, RoleStatus::Insufficient));
    assert!(!finding.title_conflict);
}

#[test]
fn the_evidence_is_of_the_role_and_strongest_first() {
    let finding = role_of("DevOps Engineer", SRE);
    let own: Vec<_> = finding.evidence.iter().filter(|e| e.role == finding.primary).collect();
    assert!(!own.is_empty() && own.is_sorted_by(|a, b| a.weight >= b.weight));
    assert!(finding.evidence.iter().all(|e| SRE.contains(e.quote.trim_end_matches(" …"))));
}

#[test]
fn every_cue_builds_on_earlier_cues() {
    let file: crate::dictionary::schema::RoleFile =
        toml::from_str(include_str!("../../dictionaries/roles.toml")).unwrap();
    for (i, cue) in file.cue.iter().enumerate() {
        let is_earlier = |id: &String| file.cue[..i].iter().any(|earlier| earlier.id == *id);
        assert!(cue.with.iter().chain(&cue.share).all(is_earlier), "{}", cue.id);
        assert!(file.cue[..i].iter().all(|earlier| earlier.id != cue.id), "{} stands twice", cue.id);
        assert!(!cue.weights.is_empty() && !cue.judged.is_empty(), "{} has no weights", cue.id);
        assert!(cue.kinds <= file.infrastructure.len(), "{}", cue.id);
    }
}

proptest! {
    #[test]
    fn any_text_has_scores_that_sum_to_one(title in "\\PC{0,40}|[a-z|,/& é]{0,40}", body in "\\PC{0,200}|[a-z .;!é\n-]{0,200}|(deploy|on-call. |é; ){0,60}") {
        let finding = role_of(&title, &body);
        prop_assert!((finding.scores.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(finding.primary != finding.runner_up);
    }
}
