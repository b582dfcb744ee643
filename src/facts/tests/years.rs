//! Years of experience.

use super::*;

fn years(text: &str) -> Option<u8> {
    facts_in(SectionKind::Requirements, "Engineer", "", text).years_min
}

fn years_in_intro(text: &str) -> Option<u8> {
    facts(text).years_min
}

#[test]
fn years_in_english() {
    check(
        &[
            ("5+ years of experience in backend development", Some(5)),
            ("5 + years of experience", Some(5)),
            ("3-5 years of experience with infrastructure", Some(3)),
            ("3 – 5 years of relevant experience", Some(3)),
            ("between 4 and 6 years of professional experience", Some(4)),
            ("4 to 6 years of hands-on engineering experience", Some(4)),
            ("At least three years of experience as a DevOps engineer", Some(3)),
            ("A minimum of 7 years' experience in systems administration", Some(7)),
            ("minimum 2 yrs in an SRE role", Some(2)),
            ("2+ yrs experience in software engineering", Some(2)),
            ("Eight (8) years of experience designing networks", Some(8)),
            ("five (5)+ years of related experience", Some(5)),
            ("Five plus years of work experience", Some(5)),
            ("Three or more years' experience in a similar role", Some(3)),
            ("> 3 years of experience in software development", Some(3)),
            (">= 4 years experience in platform engineering", Some(4)),
            ("10+ years of full-time software engineering work experience", Some(10)),
            ("You should have 6+ years of full-time engineering experience", Some(6)),
            ("6+ yoe in backend engineering", Some(6)),
            ("Experience: 4 years", Some(4)),
            ("Experience Range: 8 - 10 Years", Some(8)),
            ("Years of experience: 3+", Some(3)),
            ("Years of Work Experience: 0-3", Some(0)),
            ("Experience: 5+", Some(5)),
            ("2.5+ years of total experience in development", Some(2)),
            ("7+ years in SRE, platform or infrastructure", Some(7)),
            ("5+ years designing and operating distributed systems", Some(5)),
            ("8+ years of experience in cloud infrastructure, SRE or DevOps", Some(8)),
            ("5+ years of experience in software engineering, including 2+ years as a lead", Some(5)),
            ("7+ years of experience with at least 2 years in a management role", Some(7)),
            ("10 years of experience with Java", Some(10)),
            ("5+ years of Python experience", Some(5)),
            ("2+ years of B2B sales experience", Some(2)),
            ("Relevant experience: 5+ years in Customer Success", Some(5)),
            ("Experience in account management or commercial roles (2-3 years)", Some(2)),
            ("Proven track record of 9+ years in software engineering", Some(9)),
        ],
        years,
    );
}

#[test]
fn years_in_other_languages() {
    check(
        &[
            ("Mindestens 3 Jahre Berufserfahrung als Systemadministrator", Some(3)),
            ("mehrjährige, mind. fünf Jahre Erfahrung in der Softwareentwicklung", Some(5)),
            ("3 bis 5 Jahre Erfahrung im Bereich DevOps", Some(3)),
            ("Au moins 5 ans d'expérience en développement", Some(5)),
            ("Vous justifiez de 3 à 5 ans d'expérience en tant qu'ingénieur", Some(3)),
            ("Mínimo 4 años de experiencia en desarrollo de software", Some(4)),
            ("Más de tres años de experiencia en administración de sistemas", Some(3)),
            ("Pelo menos 5 anos de experiência em desenvolvimento", Some(5)),
            ("Almeno 3 anni di esperienza nello sviluppo software", Some(3)),
            ("Minimaal 4 jaar ervaring als ontwikkelaar", Some(4)),
            ("Co najmniej 3 lata doświadczenia w programowaniu", Some(3)),
            ("minimum 5 lat doświadczenia zawodowego", Some(5)),
        ],
        years,
    );
}

#[test]
fn the_lowest_route_counts() {
    check(
        &[
            ("Bachelor's degree and 5 years of experience, or Master's degree and 3 years of experience", Some(3)),
            (
                "BS with 8+ years of experience or MS with 6+ years of experience or PhD with 4+ years of experience",
                Some(4),
            ),
            (
                "Bachelor's degree and 6 years of relevant experience\nMaster's degree and 4 years of relevant experience",
                Some(4),
            ),
            ("5+ years of professional experience\nBachelor's degree or 8+ years of equivalent experience", Some(5)),
            ("Bachelor's degree in a technical field or equivalent practical experience (8+ years)", Some(8)),
        ],
        years,
    );
}

#[test]
fn years_of_something_else() {
    check(
        &[
            ("With 25 years of experience, we connect farms and shops", None),
            ("Our company has over 20 years of experience in logistics", None),
            ("For more than 15 years we have built software", None),
            ("Over the last 10 years, the firm has grown to 300 people", None),
            ("We are a 5 year old company", None),
            ("The contract is for 2 years", None),
            ("Shares vest over 4 years", None),
            ("A sabbatical after 5 years of service", None),
            ("You must be at least 18 years of age", None),
            ("A four-year degree in a technical field", None),
            ("Over the next 3 years we will double the team", None),
            ("30+ years of experience in business", None),
            ("120+ years of experience", None),
            ("We raised 3 years ago", None),
            ("less than 2 years of experience", None),
        ],
        years_in_intro,
    );
}

#[test]
fn one_technology_is_not_overall_experience() {
    check(
        &[
            ("3+ years of Terraform", None),
            ("3+ years of experience with Kubernetes", None),
            ("2+ years of AWS experience", None),
            ("4 Jahre Erfahrung mit Terraform", None),
            ("5+ years of software engineering experience\n3+ years of Terraform", Some(5)),
            ("3+ years of experience with Datadog\n4+ years of experience as an engineer", Some(4)),
        ],
        years,
    );
}

#[test]
fn a_wish_is_no_minimum() {
    assert_eq!(facts_in(SectionKind::Preferred, "Engineer", "", "5+ years of experience").years_min, None);
    check(
        &[
            ("Preferred years of experience: 3", None),
            ("5+ years of experience preferred", None),
            ("Ideally 5+ years of experience", None),
            ("5+ years of engineering experience, preferably in finance", Some(5)),
        ],
        years,
    );
}

#[test]
fn years_of_a_main_job() {
    check(
        &[
            ("5+ years running production services as an engineer", Some(5)),
            ("Winner of the prize three years running.", None),
            ("4+ years with CI/CD pipelines as your main job", Some(4)),
            ("One year in a SOC", Some(1)),
            ("Minimaal 4 jaar ervaring met cloudinfrastructuur", Some(4)),
            ("Eight to twelve years' work experience in development", Some(8)),
            ("4+ years of professional experience with infrastructure (in a bank preferred)", Some(4)),
            ("At least 3 years of IT experience is required; 5+ years, in a factory, preferred", Some(3)),
        ],
        years,
    );
    check(
        &[
            ("We ask for: four years in infrastructure, and Linux.", Some(4)),
            ("Con más de 15 años de experiencia, diseñamos soluciones.", None),
        ],
        years_in_intro,
    );
}

#[test]
fn routes_and_short_forms_in_running_text() {
    check(
        &[
            ("5+ years of operations experience or 3+ years of experience in software development", Some(3)),
            ("5+ YOE", Some(5)),
            ("Experience: 6-12 years", Some(6)),
            ("5 or more years of hands-on experience", Some(5)),
            ("4+ years as a backend engineer", Some(4)),
            ("5+ years of senior full-stack experience", Some(5)),
        ],
        years_in_intro,
    );
}
