//! The sayings of the field.

use std::collections::BTreeSet;

use super::arithmetic::{FOUR, cells, count, of, share, wilson};
use super::counts::titles;
use super::demand::Groups;
use super::records::Posting;

/// What a share is of, its postings, and of how many they are.
type Observed = Vec<(&'static str, (usize, usize))>;

/// What each saying was judged by, and the verdict by its own rule.
pub(super) fn sayings(postings: &[&Posting], groups: &Groups) -> Vec<Vec<String>> {
    let four = of(postings, &FOUR);
    let asks = |roles: &[&str], kind: &str| {
        let own = of(postings, roles);
        let members = &groups[kind].1;
        (count(&own, |one| one.asks.iter().any(|ask| members.contains(&ask.id))), own.len())
    };
    let stated = |field: &str, value: &str| {
        let is = |one: &&&Posting| one.field(field).is_some();
        (count(&four, |one| one.field(field).as_deref() == Some(value)), four.iter().filter(is).count())
    };
    let within = |each: &[(usize, usize)], low: f64, high: f64| {
        let judge = |&(hits, n): &(usize, usize)| {
            let (share, from, to) = wilson(hits, n);
            match share {
                _ if n < 10 => "too few to say",
                share if (low..=high).contains(&share) => "holds",
                _ if to >= low && from <= high => "undecided",
                _ => "does not hold",
            }
        };
        let each: BTreeSet<&str> = each.iter().map(judge).collect();
        match each.len() {
            1 => each.first().unwrap(),
            _ if each.contains("too few to say") => "too few to say",
            _ if each.contains("does not hold") => "holds in part",
            _ => "undecided",
        }
    };
    let terraform = (count(&four, |one| one.asks_for("terraform").is_some()), asks(&FOUR, "infrastructure-as-code").0);
    let titled = titles(postings).into_iter().find(|row| row[0] == "DevOps").unwrap();
    let number = |cell: &String| cell.parse::<usize>().unwrap();
    let commonest = titled[2..].iter().map(number).max().unwrap();
    let devops = (number(&titled[1]) - commonest, number(&titled[1]));
    let essentials = ["docker-or-kubernetes", "ci-cd", "any-cloud", "observability"].map(|kind| asks(&FOUR, kind));
    let (there, here) = (asks(&["platform", "release", "sre"], "networking"), asks(&["backend-infra"], "networking"));
    let clouds = ["cloud-aws", "cloud-azure", "cloud-gcp"].map(|kind| asks(&FOUR, kind));
    let [aws, azure, gcp] = clouds.map(|(hits, n)| wilson(hits, n));
    let cloud = asks(&["backend-infra"], "any-cloud");
    let (junior, remote) = (stated("seniority", "junior"), stated("remote", "remote"));
    let told: [(&str, &str, Observed); 8] = [
        (
            "Nearly three quarters of backend jobs with infrastructure work ask for a cloud platform.",
            within(&[cloud], 0.7, 0.8),
            vec![("any cloud platform", cloud)],
        ),
        (
            "Docker or Kubernetes, CI/CD, a cloud and monitoring are the four essentials.",
            within(&essentials, 0.5, 1.0),
            ["Docker or Kubernetes", "CI/CD", "any cloud platform", "monitoring and observability"]
                .into_iter()
                .zip(essentials)
                .collect(),
        ),
        (
            "Networking depth is what a backend engineer usually lacks.",
            if wilson(there.0, there.1).1 > wilson(here.0, here.1).2 { "holds" } else { "does not hold" },
            vec![("platform, release and SRE", there), ("backend with infrastructure", here)],
        ),
        (
            "AWS comes before Azure and Google Cloud.",
            match () {
                () if aws.1 > azure.2 && aws.1 > gcp.2 => "holds",
                () if aws.0 > azure.0 && aws.0 > gcp.0 => "holds in part",
                () => "does not hold",
            },
            ["AWS", "Azure", "Google Cloud"].into_iter().zip(clouds).collect(),
        ),
        (
            "Terraform is the standard of infrastructure as code.",
            within(&[terraform], 0.5, 1.0),
            vec![("Terraform", terraform)],
        ),
        (
            "One DevOps title in five is other work than the rest.",
            within(&[devops], 0.2, 1.0),
            vec![("another role than the commonest", devops)],
        ),
        ("Hardly anybody looks for juniors in these roles.", within(&[junior], 0.0, 0.1), vec![("junior", junior)]),
        ("Most of this work can be done remotely.", within(&[remote], 0.5, 1.0), vec![("remote", remote)]),
    ];
    let row = |saying: &str, verdict: &str, what: &str, (hits, n): (usize, usize)| {
        let mut row = cells([saying, verdict, what]);
        row.extend(cells([hits, n]));
        row.extend(share(hits, n));
        row
    };
    told.iter()
        .flat_map(|(saying, verdict, observed)| {
            observed.iter().map(|(what, counts)| row(saying, verdict, what, *counts))
        })
        .collect()
}
