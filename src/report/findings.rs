//! The first page of the report: what the figures come to, in sentences.

use super::columns::leading;
use super::words::{clean, count, list, money, part, percent, plural};
use crate::analysis::Role;
use crate::market::{Apart, Asks, FLOOR_PAY, FLOOR_SHARE, LEVELS, Market, Scope, Standing, TitleFamily, Verdict};

/// Fewer postings than this carry the advice to read the intervals.
const FEW: u64 = 100;

/// Fewer postings of a role than this carry a warning of their own.
const FEW_OF_ROLE: u64 = 30;

/// A warning where there is nothing or little to speak of.
pub(super) fn notice(market: &Market) -> Option<String> {
    let looked = &market.looked_at;
    match looked.postings {
        0 if looked.rejected_total() > 0 => Some(format!(
            "Nothing could be read as a job posting: {} refused. The reasons are below.",
            plural(looked.rejected_total(), "input was", "inputs were")
        )),
        0 => Some("There were no postings in the input, so there is nothing to report.".to_owned()),
        n if n < FLOOR_SHARE => Some(format!(
            "Only {} could be counted. Shares are shown from {FLOOR_SHARE} postings and pay from {FLOOR_PAY}, so most of this report is empty on purpose.",
            plural(n, "posting", "postings")
        )),
        n if n < FEW => Some(format!(
            "{} are few: read the intervals beside the shares, and take differences inside them for chance.",
            plural(n, "posting", "postings")
        )),
        _ => None,
    }
}

pub(super) fn findings(market: &Market, standing: Option<&[Standing]>) -> Vec<String> {
    if market.looked_at.postings < FLOOR_SHARE {
        return Vec::new();
    }
    let person = standing.and_then(|standing| of_person(market, standing));
    let of_market = [Some(roles(market)), titles(market), demand(market), differences(market)];
    of_market.into_iter().chain([person, pay(market), moves(market), sayings(market)]).flatten().collect()
}

fn roles(market: &Market) -> String {
    let (n, four) = (market.looked_at.postings, market.looked_at.four_roles);
    if four == 0 {
        return format!(
            "None of the {} is platform, release, SRE or backend-with-infrastructure work.",
            plural(n, "posting", "postings")
        );
    }
    let mut roles: Vec<_> = market.roles.iter().filter(|one| one.role != Role::Other && one.count > 0).collect();
    roles.sort_by_key(|one| std::cmp::Reverse(one.count));
    // Counts, not shares: rounded shares of a small part do not add up to it.
    let counts: Vec<String> = roles.iter().map(|one| format!("{} {}", count(one.count), work(one.role))).collect();
    format!(
        "{} of {} are platform, release, SRE or backend-with-infrastructure work ({}): {}.",
        count(four),
        plural(n, "posting", "postings"),
        part(four, n),
        list(&counts)
    )
}

fn titles(market: &Market) -> Option<String> {
    let devops = market.titles.iter().find(|family| family.name == "DevOps" && family.count >= FLOOR_SHARE)?;
    Some(format!("Of the {} titled DevOps, {}.", plural(devops.count, "posting", "postings"), title_roles(devops)))
}

/// A role as a kind of work.
fn work(of: Role) -> &'static str {
    match of {
        Role::Platform => "platform",
        Role::Release => "release",
        Role::Sre => "SRE",
        Role::BackendInfra => "backend-with-infrastructure",
        Role::Other => "other",
    }
}

/// "48 % are platform work, 22 % release …", commonest first.
fn title_roles(family: &TitleFamily) -> String {
    let mut roles: Vec<(u64, Role)> =
        family.roles.iter().copied().zip(Role::ALL.iter().copied()).filter(|&(hits, _)| hits > 0).collect();
    roles.sort_by_key(|&(hits, _)| std::cmp::Reverse(hits));
    let text = |&(hits, of): &(u64, Role)| match of {
        Role::Other => format!("{} are none of the four", part(hits, family.count)),
        _ => format!("{} are {} work", part(hits, family.count), work(of)),
    };
    list(&roles.iter().map(text).collect::<Vec<_>>())
}

fn demand(market: &Market) -> Option<String> {
    let lead = leading(market).filter(|lead| lead.n >= FLOOR_SHARE)?;
    let top: Vec<String> = lead
        .skills
        .iter()
        .take(5)
        .map(|one| format!("{} ({})", market.skill(one.what).name, part(one.asked, lead.n)))
        .collect();
    let cloud = lead.bundles.iter().find(|one| market.bundle(one.what).id == "any-cloud").map_or(0, |one| one.asked);
    let who = if lead.scope == Scope::FourRoles { "The four roles" } else { "These postings" };
    let top = if top.is_empty() { "for no skill by name".to_owned() } else { format!("most often for {}", list(&top)) };
    Some(format!(
        "{who} (n = {}) ask {top}; {} name AWS, Azure, Google Cloud or one of their services.",
        count(lead.n),
        part(cloud, lead.n)
    ))
}

/// What each role asks for that the other three do not, by the skill that tells them apart most.
fn differences(market: &Market) -> Option<String> {
    let of = |apart: &Apart| {
        let first = apart.skills.first().filter(|one| one.odds.z > 0.0 && apart.n >= FEW_OF_ROLE)?;
        let (own, others) = (part(first.asked, apart.n), part(first.others, apart.others_n));
        let skill = &market.skill(first.skill).name;
        Some(format!("{skill} in {} work ({own} against {others})", work(apart.role)))
    };
    let found: Vec<String> = market.apart.iter().filter_map(of).collect();
    (found.len() > 1).then(|| format!("What sets a role apart from the other three: {}.", list(&found)))
}

fn of_person(market: &Market, standing: &[Standing]) -> Option<String> {
    let lead = leading(market)?.scope;
    let of = standing.iter().find(|one| one.scope == lead && one.n >= FLOOR_SHARE)?;
    let Asks { have, near, missing } = of.asks;
    let all = have + near + missing;
    Some(format!(
        "Of the {} asks of these postings (one posting asking for one skill), you meet {}; {} are one step away and {} are missing.{}",
        count(all),
        part(have, all),
        part(near, all),
        part(missing, all),
        of_reach(market)
    ))
}

/// How many postings fit well, as a sentence after another; empty without fits.
fn of_reach(market: &Market) -> String {
    let four = market.reach.iter().find(|one| one.scope == Scope::FourRoles && one.n >= FLOOR_SHARE);
    four.map_or_else(String::new, |of| {
        let [[fair, good, _], [fair_alone, good_alone, _]] = [of.counts.fit, of.counts.skills_alone];
        let fit = if fair == 1 { "fits" } else { "fit" };
        format!(
            " {} {fit} you at {} or more, {} at {} or more; by skills alone it would be {} and {}.",
            plural(fair, "posting", "postings"),
            LEVELS[0],
            count(good),
            LEVELS[1],
            count(fair_alone),
            count(good_alone)
        )
    })
}

fn pay(market: &Market) -> Option<String> {
    let lead = leading(market)?;
    let row = market.pay.iter().find(|row| row.scope == lead.scope && row.spread.is_some())?;
    let spread = row.spread?;
    let of = if lead.scope == Scope::FourRoles { " of the four roles" } else { "" };
    let (verb, them) = if row.n == 1 { ("states", "it") } else { ("state", "them") };
    Some(format!(
        "{}{of} {verb} comparable pay in {}: half of {them} above {} a year, eight in ten between {} and {}.",
        plural(row.n, "posting", "postings"),
        clean(&row.currency),
        money(spread.median),
        money(spread.low),
        money(spread.high)
    ))
}

fn moves(market: &Market) -> Option<String> {
    let trend = market.trend.as_ref()?;
    let moved: Vec<String> = trend
        .skills
        .iter()
        .filter(|one| one.is_notable())
        .take(3)
        .map(|one| {
            format!("{} ({} to {})", market.skill(one.skill).name, percent(one.earlier.share), percent(one.later.share))
        })
        .collect();
    Some(if moved.is_empty() {
        "Between the two halves of the window no skill moved by more than chance would explain.".to_owned()
    } else {
        let care = if trend.is_lopsided() { ", but the texts of the two halves differ in kind" } else { "" };
        format!(
            "Between the two halves of the window (n = {} and {}) demand moved most for {}{care}.",
            count(trend.earlier.n),
            count(trend.later.n),
            list(&moved)
        )
    })
}

fn sayings(market: &Market) -> Option<String> {
    let judged = market.claims.iter().filter(|claim| claim.verdict != Verdict::TooFew);
    let (all, held) =
        judged.fold((0_u64, 0_u64), |(all, held), claim| (all + 1, held + u64::from(claim.verdict == Verdict::Holds)));
    let text = match (all, held) {
        (0, _) => return None,
        (1, 1) => "The one saying of the field that could be checked here holds.".to_owned(),
        (_, _) if all == held => format!("All {all} sayings of the field that could be checked here hold."),
        _ => format!(
            "Of {} of the field that could be checked here, {held} {} in full.",
            plural(all, "saying", "sayings"),
            if held == 1 { "holds" } else { "hold" }
        ),
    };
    Some(text)
}

/// How many roles rest on a guess.
pub(super) fn certainty(market: &Market) -> String {
    let four = market.roles.iter().filter(|one| one.role != Role::Other);
    let (n, mixed, insufficient) = four.fold((0, 0, 0), |(n, mixed, insufficient), one| {
        (n + one.count, mixed + one.mixed, insufficient + one.insufficient)
    });
    if n < FLOOR_SHARE {
        return String::new();
    }
    format!(
        "Of the {} postings of the four roles {} ({}) are close to a second role and {} ({}) say too little to be sure. All of them are counted \
         under their best guess, here and in every figure below.",
        count(n),
        count(mixed),
        part(mixed, n),
        count(insufficient),
        part(insufficient, n)
    )
}

/// What to say beside a role of few postings; empty where there are enough.
pub(super) fn caution(n: u64) -> String {
    match n {
        FLOOR_SHARE..FEW_OF_ROLE => {
            format!("Only {n} postings: the intervals are wide, so take the order of these rows as a hint.")
        }
        _ => String::new(),
    }
}

/// How often titles and texts disagree.
pub(super) fn conflicts(market: &Market) -> String {
    let (n, conflicts) = (market.looked_at.postings, market.roles.iter().map(|one| one.title_conflicts).sum::<u64>());
    if n < FLOOR_SHARE {
        return String::new();
    }
    format!(
        "{} of {} ({}) have a title that names another role than their text shows.",
        count(conflicts),
        count(n),
        part(conflicts, n)
    )
}
