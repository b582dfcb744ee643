//! Every board file against a small payload of its shape, written for this test.

use std::fmt::Write;

use super::{Boards, Found, format};
use crate::posting::Source;

/// What a posting says, on one line; what it does not say is left out.
fn summary(found: &Found) -> String {
    let posting = match found {
        Ok(posting) => posting,
        Err(rejected) => return format!("{}: {}", rejected.source_of.format, rejected.reason),
    };
    let mut out = format!("{}: {}", posting.source.format, posting.title);
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            write!(out, " | {name} {value}").unwrap();
        }
    };
    say("id", posting.external_id.clone());
    say("at", posting.company.clone());
    say("in", posting.location.clone());
    say("from", posting.posted.map(|day| day.to_string()));
    say("to", posting.closes.map(|day| day.to_string()));
    say("url", posting.source.url.clone());
    let stated = &posting.stated;
    say("remote", stated.remote.map(|value| value.to_string()));
    say("employment", stated.employment.map(|value| value.to_string()));
    say("seniority", stated.seniority.map(|value| value.to_string()));
    say("years", stated.years_min.map(|value| value.to_string()));
    say("pay", stated.salary.as_ref().map(|salary| salary.text.clone()));
    say("pay text", stated.salary_text.clone());
    say("body", Some(posting.body.raw.replace('\n', "")));
    out
}

/// Reads a payload in which `BODY` stands for a description.
fn check(payload: &str, expected: &[&str]) {
    let source = Source { path: "payload".into(), ..Source::default() };
    let body = "We run the clusters that others build on.";
    let found = format::whole(payload.replace("BODY", body).as_bytes(), &source, &Boards::built_in().unwrap());
    let found: Vec<String> = found.iter().map(|found| summary(found).replace(body, "BODY")).collect();
    assert_eq!(found, expected);
}

#[test]
fn greenhouse() {
    check(
        r#"{"jobs": [{"id": 7, "title": "SRE", "absolute_url": "https://job-boards.greenhouse.io/acme/jobs/7",
            "updated_at": "2026-05-04T00:00:00Z", "first_published": "2026-05-01T08:00:00-04:00", "location": {"name": "Ulm"},
            "metadata": [{"name": "Location Type", "value": "Hybrid"}], "content": "&lt;p&gt;BODY R&amp;amp;D&lt;/p&gt;",
            "pay_input_ranges": [{"min_cents": 8000000, "max_cents": 9000000, "currency_type": "EUR"}]}]}"#,
        &[
            "greenhouse: SRE | id 7 | at acme | in Ulm | from 2026-05-01 | url https://job-boards.greenhouse.io/acme/jobs/7 \
           | remote hybrid | pay 80000–90000 EUR | body <p>BODY R&amp;D</p>",
        ],
    );
}

#[test]
fn lever() {
    check(
        r#"[{"id": "a1", "text": "SRE", "hostedUrl": "https://jobs.lever.co/acme/a1", "createdAt": 1777852800000,
            "categories": {"location": "Ulm", "commitment": "Full-time"}, "workplaceType": "on-site",
            "salaryRange": {"min": 80000, "max": 90000, "currency": "EUR", "interval": "per-year-salary"},
            "description": "<div>BODY</div>", "lists": [{"text": "You have", "content": "<li>Linux</li>"}]}]"#,
        &[
            "lever: SRE | id a1 | at acme | in Ulm | from 2026-05-04 | url https://jobs.lever.co/acme/a1 | remote onsite \
           | employment full-time | pay 80000–90000 EUR per year \
           | body <div>BODY</div><h3>You have</h3><ul><li>Linux</li></ul>",
        ],
    );
}

#[test]
fn ashby() {
    check(
        r#"{"apiVersion": "1", "jobs": [{"id": "a1", "title": "SRE", "jobUrl": "https://jobs.ashbyhq.com/acme/a1",
            "publishedAt": "2026-05-04T00:00:00Z", "isRemote": true, "workplaceType": "Hybrid", "location": "Ulm",
            "employmentType": "Intern", "descriptionHtml": "<p>BODY</p>", "descriptionPlain": "BODY", "compensation":
            {"summaryComponents": [{"compensationType": "EquityPercentage"}, {"compensationType": "Salary",
             "interval": "1 HOUR", "currencyCode": "EUR", "minValue": 20, "maxValue": 25.5}]}}]}"#,
        &[
            "ashby: SRE | id a1 | at acme | in Ulm | from 2026-05-04 | url https://jobs.ashbyhq.com/acme/a1 | remote hybrid \
           | employment internship | pay 20–25.5 EUR per hour | body <p>BODY</p>",
        ],
    );
}

#[test]
fn smartrecruiters_recruitee_and_pinpoint_sections() {
    check(
        r#"{"id": "7", "name": "SRE", "company": {"name": "Acme"}, "location": {"fullLocation": "Ulm, , Germany", "hybrid": true},
            "releasedDate": "2026-05-04T00:00:00Z", "jobAd": {"sections": {"jobDescription": {"text": "<p>BODY</p>"},
            "qualifications": {"title": "Profil", "text": "<p>Linux &amp; DNS</p>"}}}}"#,
        &["smartrecruiters: SRE | id 7 | at Acme | in Ulm, Germany | from 2026-05-04 | remote hybrid \
           | body <h3>Job description</h3><p>BODY</p><h3>Profil</h3><p>Linux &amp; DNS</p>"],
    );
    check(
        r#"{"offers": [{"id": 7, "title": "SRE", "company_name": "Acme", "careers_url": "https://acme.example/o/sre",
            "location": "Ulm", "published_at": "2026-05-04 10:00:00 UTC", "employment_type_code": "fulltime_permanent",
            "remote": false, "hybrid": false, "on_site": true, "salary": {"min": "60000", "max": "75000", "period": "year",
            "currency": "EUR"}, "description": "<p>BODY</p>", "requirements": "<p>Linux</p>"}]}"#,
        &[
            "recruitee: SRE | id 7 | at Acme | in Ulm | from 2026-05-04 | url https://acme.example/o/sre | remote onsite \
           | employment full-time | pay 60000–75000 EUR per year | body <p>BODY</p><h3>Requirements</h3><p>Linux</p>",
        ],
    );
    check(
        r#"{"data": [{"id": "7", "title": "SRE", "path": "/p/7", "url": "https://acme.pinpointhq.com/p/7",
            "workplace_type": "remote", "description": "BODY", "key_responsibilities": "<ul><li>Run it</li></ul>",
            "skills_knowledge_expertise_header": "You bring", "skills_knowledge_expertise": "Linux\n- DNS"}]}"#,
        &["pinpoint: SRE | id 7 | at acme | url https://acme.pinpointhq.com/p/7 | remote remote \
           | body <p>BODY</p><h3>Key responsibilities</h3><ul><li>Run it</li></ul><h3>You bring</h3><p>Linux</p><li>DNS</li>"],
    );
}

#[test]
fn feeds_in_xml() {
    check(
        "<?xml version=\"1.0\"?><workzag-jobs><position><id>7</id><subcompany>Acme</subcompany><office>Ulm</office>\
         <additionalOffices><office>Bonn</office></additionalOffices><name>SRE</name><jobDescriptions><jobDescription>\
         <name>Profil</name><value><![CDATA[<p>BODY</p>]]></value></jobDescription></jobDescriptions>\
         <schedule>part-time</schedule><seniority>experienced</seniority><yearsOfExperience>2-5</yearsOfExperience>\
         <createdAt>2026-05-04T00:00:00+00:00</createdAt></position></workzag-jobs>",
        &[
            "personio: SRE | id 7 | at Acme | in Ulm, Bonn | from 2026-05-04 | employment part-time | seniority mid | years 2 \
           | body <h3>Profil</h3><p>BODY</p>",
        ],
    );
    check(
        "<rss><channel><title>Acme</title><item><title>SRE</title><guid>g7</guid><link>https://acme.example/7</link>\
         <remoteStatus>fully</remoteStatus><pubDate>Mon, 04 May 2026 10:00:00 +0200</pubDate>\
         <tt:locations><tt:location><tt:city>Ulm</tt:city></tt:location></tt:locations>\
         <description>&lt;p&gt;BODY&lt;/p&gt;</description></item></channel></rss>",
        &["teamtailor: SRE | id g7 | at Acme | in Ulm | from 2026-05-04 | url https://acme.example/7 | remote remote \
           | body <p>BODY</p>"],
    );
    check(
        "<rss><channel><item><title>Acme: SRE</title><region>Anywhere</region><guid>https://w.example/7</guid>\
         <description>&lt;p&gt;BODY&lt;/p&gt;</description></item></channel></rss>",
        &[
            "weworkremotely: SRE | id https://w.example/7 | at Acme | in Anywhere | url https://w.example/7 | remote remote \
           | body <p>BODY</p>",
        ],
    );
    check(
        "<rss><channel><title>Town</title><item><title>SRE</title><link>https://g.example/7</link>\
         <joblisting:jobId>7</joblisting:jobId><joblisting:location>Ulm</joblisting:location>\
         <joblisting:minimumSalary>60</joblisting:minimumSalary><joblisting:maximumSalary>70</joblisting:maximumSalary>\
         <joblisting:salaryCurrency>USD</joblisting:salaryCurrency><joblisting:salaryInterval>Hour</joblisting:salaryInterval>\
         <description>&lt;p&gt;BODY&lt;/p&gt;</description>\
         <joblisting:qualifications>&lt;p&gt;Linux&lt;/p&gt;</joblisting:qualifications></item></channel></rss>",
        &["neogov: SRE | id 7 | at Town | in Ulm | url https://g.example/7 | pay 60–70 USD per hour \
           | body <p>BODY</p><h3>Qualifications</h3><p>Linux</p>"],
    );
    check(
        "<rss><channel><item><title>SRE</title><link>https://f.example/7</link><content:encoded>&lt;p&gt;BODY&lt;/p&gt;\
         </content:encoded><pubDate>04 May 2026</pubDate></item></channel></rss>",
        &["xml: SRE | from 2026-05-04 | url https://f.example/7 | body <p>BODY</p>"],
    );
}

#[test]
fn details_of_boards_whose_lists_have_titles_only() {
    check(
        r#"{"jobPostingInfo": {"title": "SRE", "jobReqId": "R7", "location": "Ulm", "startDate": "2026-05-04", "endDate": "2026-06-04",
            "postedOn": "Posted 3 Days Ago", "timeType": "Full time", "remoteType": "Hybrid", "jobDescription": "<p>BODY</p>",
            "externalUrl": "https://acme.wd1.example/7"}, "hiringOrganization": {"name": "Acme"}, "similarJobs": [{"title": "QA"}]}"#,
        &[
            "workday: SRE | id R7 | at Acme | in Ulm | from 2026-05-04 | to 2026-06-04 | url https://acme.wd1.example/7 \
           | remote hybrid | employment full-time | body <p>BODY</p>",
        ],
    );
    check(
        r#"{"result": {"jobOpening": {"jobOpeningName": "SRE", "jobOpeningShareUrl": "https://acme.bamboohr.com/careers/7",
            "employmentStatusLabel": "Full-Time", "location": {"city": "Ulm", "state": "BW"}, "locationType": "2",
            "datePosted": "2026-05-04", "compensation": "$90k", "description": "<p>BODY</p>"}}}"#,
        &[
            "bamboohr: SRE | at acme | in Ulm, BW | from 2026-05-04 | url https://acme.bamboohr.com/careers/7 | remote hybrid \
           | employment full-time | pay text $90k | body <p>BODY</p>",
        ],
    );
    check(
        r#"[{"uuid": "7", "name": "SRE", "workLocations": ["Ulm", "Bonn"], "url": "https://ats.rippling.example/acme/jobs/7",
            "description": {"company": "<p>Acme is small.</p>", "role": "<p>BODY</p>"}}]"#,
        &["rippling: SRE | id 7 | at acme | in Ulm; Bonn | url https://ats.rippling.example/acme/jobs/7 \
           | body <p>BODY</p><h3>About the company</h3><p>Acme is small.</p>"],
    );
    check(
        r#"{"Id": "7", "Title": "SRE", "ExternalDescriptionStr": "<p>BODY</p>", "ExternalQualificationsStr": "<p>Linux</p>",
            "PrimaryLocation": "Ulm", "WorkplaceType": "On-site", "ExternalPostedStartDate": "2026-05-04T00:00:00+00:00"}"#,
        &[
            "oracle: SRE | id 7 | in Ulm | from 2026-05-04 | remote onsite | body <p>BODY</p><h3>Qualifications</h3><p>Linux</p>",
        ],
    );
    check(
        r#"{"positions": [{"id": 7, "name": "SRE", "canonicalPositionUrl": "https://acme.eightfold.ai/7", "location": "Ulm",
            "t_create": 1777852800, "job_description": "<p>BODY</p>"}, {"id": 8, "name": "QA", "job_description": ""}]}"#,
        &[
            "eightfold: SRE | id 7 | at acme | in Ulm | from 2026-05-04 | url https://acme.eightfold.ai/7 | body <p>BODY</p>",
            "eightfold: no description (title only): QA",
        ],
    );
    check(
        r#"{"name": "Acme", "jobs": [{"title": "SRE", "shortcode": "X7", "city": "Ulm", "state": "", "country": "Germany",
            "telecommuting": true, "published_on": "2026-05-04", "experience": "Mid-Senior level", "description": "<p>BODY</p>"}]}"#,
        &["workable: SRE | id X7 | at Acme | in Ulm, Germany | from 2026-05-04 | remote remote | body <p>BODY</p>"],
    );
    check(
        r#"[{"id": "7", "friendly_id": "7-sre", "name": "SRE", "published_date": "2026-05-04T00:00:00Z", "company": {"name": "Acme"},
            "location": {"name": "Ulm", "is_remote": true}, "type": {"name": "Contract"}, "salary": "$50 / hour",
            "description": "<p>BODY</p>"}]"#,
        &[
            "breezy: SRE | id 7 | at Acme | in Ulm | from 2026-05-04 | remote remote | employment contract | pay text $50 / hour \
           | body <p>BODY</p>",
        ],
    );
}

#[test]
fn collections_of_remote_jobs() {
    check(
        r#"[{"legal": "Please link back."}, {"id": "7", "position": "SRE", "epoch": 1777852800, "company": "Acme", "location": "",
            "salary_min": 0, "salary_max": 90000, "description": "<p>BODY</p>", "url": "https://r.example/7"}]"#,
        &[
            "remoteok: SRE | id 7 | at Acme | from 2026-05-04 | url https://r.example/7 | remote remote | pay 90000 USD per year \
           | body <p>BODY</p>",
        ],
    );
    check(
        r#"{"jobs": [{"id": 7, "title": "SRE", "company_name": "Acme", "candidate_required_location": "Worldwide",
            "job_type": "full_time", "publication_date": "2026-05-04T10:00:00", "salary": "$90k - $105k", "description": "<p>BODY</p>"}]}"#,
        &["remotive: SRE | id 7 | at Acme | in Worldwide | from 2026-05-04 | remote remote | employment full-time \
           | pay text $90k - $105k | body <p>BODY</p>"],
    );
    check(
        r#"{"data": [{"slug": "sre-7", "company_name": "Acme", "title": "SRE", "remote": true, "job_types": ["Vollzeit"],
            "location": "Ulm", "created_at": 1777852800, "description": "&lt;p&gt;BODY&lt;/p&gt;"}]}"#,
        &[
            "arbeitnow: SRE | id sre-7 | at Acme | in Ulm | from 2026-05-04 | remote remote | employment full-time | body <p>BODY</p>",
        ],
    );
    check(
        r#"{"jobs": [{"id": 7, "jobTitle": "SRE &#8211; Core", "companyName": "Acme", "jobGeo": "EU", "jobType": ["full-time"],
            "jobLevel": "Senior", "annualSalaryMin": "60000", "annualSalaryMax": "70000", "salaryCurrency": "EUR",
            "pubDate": "2026-05-04 10:00:00", "jobDescription": "<p>BODY</p>"}]}"#,
        &["jobicy: SRE – Core | id 7 | at Acme | in EU | from 2026-05-04 | remote remote | employment full-time \
           | seniority senior | pay 60000–70000 EUR per year | body <p>BODY</p>"],
    );
    check(
        r#"{"jobs": [{"guid": "g7", "title": "SRE", "companyName": "Acme", "companySlug": "acme", "applicationLink": "https://h.example/7",
            "employmentType": "Contractor", "minSalary": 100, "maxSalary": 120, "salaryPeriod": "hourly", "currency": "usd",
            "seniority": ["Senior"], "locationRestrictions": ["Spain", "Italy"], "pubDate": 1777852800, "expiryDate": 1780531200,
            "description": "<p>BODY</p>"}]}"#,
        &[
            "himalayas: SRE | id g7 | at Acme | in Spain; Italy | from 2026-05-04 | to 2026-06-04 | url https://h.example/7 \
           | remote remote | employment contract | seniority senior | pay 100–120 USD per hour | body <p>BODY</p>",
        ],
    );
}

#[test]
fn aggregators_and_agencies() {
    check(
        r#"{"results": [{"id": "7", "title": "SRE", "company": {"display_name": "Acme"}, "location": {"display_name": "Ulm"},
            "redirect_url": "https://a.example/7", "category": {"tag": "it-jobs"}, "created": "2026-05-04T00:00:00Z",
            "contract_time": "full_time", "salary_min": 50000, "salary_max": 60000, "salary_is_predicted": "1", "description": "BODY"}]}"#,
        &[
            "adzuna: SRE | id 7 | at Acme | in Ulm | from 2026-05-04 | url https://a.example/7 | employment full-time | body BODY",
        ],
    );
    check(
        r#"{"results": [{"id": 7, "name": "SRE", "company": {"name": "Acme"}, "locations": [{"name": "Ulm"}, {"name": "Bonn"}],
            "levels": [{"name": "Senior Level"}], "publication_date": "2026-05-04T00:00:00Z",
            "refs": {"landing_page": "https://m.example/7"}, "contents": "<p>BODY</p>"}]}"#,
        &[
            "themuse: SRE | id 7 | at Acme | in Ulm; Bonn | from 2026-05-04 | url https://m.example/7 | body <p>BODY</p>",
        ],
    );
    check(
        r#"{"SearchResult": {"SearchResultItems": [{"MatchedObjectDescriptor": {"PositionID": "U7", "PositionTitle": "SRE",
            "PositionURI": "https://u.example/7", "OrganizationName": "Acme Agency", "PositionLocationDisplay": "Ulm",
            "PublicationStartDate": "2026-05-04T00:00:00", "PositionSchedule": [{"Name": "Full-time"}],
            "PositionRemuneration": [{"MinimumRange": "60000.0", "MaximumRange": "70000.0", "RateIntervalCode": "PA"}],
            "QualificationSummary": "Linux", "UserArea": {"Details": {"MajorDuties": ["BODY", "Keep it so."]}}}}]}}"#,
        &[
            "usajobs: SRE | id U7 | at Acme Agency | in Ulm | from 2026-05-04 | url https://u.example/7 | employment full-time \
           | pay 60000–70000 USD per year | body ## Duties- BODY- Keep it so.## QualificationsLinux",
        ],
    );
}

#[test]
fn hacker_news() {
    check(
        r#"{"jobs": [{"id": 7, "by": "someone", "time": 1777852800, "text": "Acme &amp; Co (https://acme.example) | SRE<p>BODY"}]}"#,
        &["hackernews: Acme & Co (https://acme.example) | SRE | id 7 | at Acme & Co | from 2026-05-04 \
           | body Acme &amp; Co (https://acme.example) | SRE<p>BODY"],
    );
    check(
        r#"{"id": 1, "children": [{"id": 7, "text": "Hiring an SRE in Ulm<p>BODY", "created_at": "2026-05-04T00:00:00Z"},
            {"id": 8, "text": "[flagged]", "created_at": "2026-05-04T00:00:00Z"}]}"#,
        &[
            "hackernews: Hiring an SRE in Ulm | id 7 | from 2026-05-04 | body Hiring an SRE in Ulm<p>BODY",
            "hackernews: no description (title only): [flagged]",
        ],
    );
}

#[test]
fn pages_with_data_in_a_script() {
    check(
        "<html><script>var phApp = {}; phApp.ddo = {\"jobDetail\": {\"data\": {\"job\": {\"jobSeqNo\": \"S7\", \"jobId\": \"7\", \
         \"title\": \"SRE\", \"companyName\": \"Acme\", \"location\": \"Ulm\", \"type\": \"Full-Time\", \
         \"postedDate\": \"2026-05-04T09:54:06.573+0000\", \"description\": \"<p>BODY</p>\"}}}}; phApp.x = 1;</script></html>",
        &["phenom: SRE | id 7 | at Acme | in Ulm | from 2026-05-04 | employment full-time | body <p>BODY</p>"],
    );
}
