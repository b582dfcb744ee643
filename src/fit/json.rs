//! A fit as JSON, version `jobsift.fit/1`: a contract of its own, apart from the internal structs. Unknown is `null`.
//!
//! In: a [`Fit`]. Out: something that serialises.
//!
//! | key | meaning |
//! |---|---|
//! | `score` | `null` is "cannot tell"; `value` is `sum` or the lowest cap, whichever is less; `low` and `high` are the band; `most` is the sum if all were met |
//! | `blockers` | what caps the score: both sides in `text`, the cap in `at_most`; lowest first |
//! | `to_check` | what could not be compared because one side does not state it |
//! | `weights` | of one requirement of each importance, of what is left unsaid, and of all together (`total`) |
//! | `requirements` | `any_of` has one skill or alternatives; `points` = 100 × `weight` × `credit` ÷ `total`, in tenths, adding up to `score.sum` exactly |
//! | `requirements[].basis` | what of the profile stands behind the credit: `way` is `same`, `similar` or `transfer` (then with `difficulty`, `hours`, `why`) |
//! | `raises` | counterfactual: what learning one more skill would add to the sum |

use serde::Serialize;

use super::{Basis, Blocker, Fit, Line, Raise, Score, Tenths, Way, Weight};
use crate::analysis::{Importance, Role};
use crate::dictionary::Difficulty;
use crate::profile::Level;

/// One fit as published.
#[derive(Serialize)]
pub struct Record<'a> {
    schema: &'static str,
    posting: PostingRecord<'a>,
    verdict: String,
    score: Option<ScoreRecord>,
    blockers: Vec<BlockerRecord<'a>>,
    to_check: &'a [String],
    weights: WeightsRecord,
    requirements: Vec<RequirementRecord<'a>>,
    raises: Vec<RaiseRecord<'a>>,
}

#[derive(Serialize)]
struct PostingRecord<'a> {
    id: &'a str,
    path: &'a str,
    member: Option<u64>,
    url: Option<&'a str>,
    title: &'a str,
    company: Option<&'a str>,
    location: Option<&'a str>,
    role: Role,
    role_is_wanted: Option<bool>,
}

/// A score as published, here and in rankings.
#[derive(Serialize)]
pub(crate) struct ScoreRecord {
    value: f64,
    low: f64,
    high: f64,
    sum: f64,
    most: f64,
}

/// A blocker as published, here and in rankings.
#[derive(Serialize)]
pub(crate) struct CapRecord<'a> {
    kind: &'static str,
    at_most: f64,
    text: &'a str,
}

#[derive(Serialize)]
struct BlockerRecord<'a> {
    #[serde(flatten)]
    cap: CapRecord<'a>,
    quote: Option<&'a str>,
}

impl From<Score> for ScoreRecord {
    fn from(score: Score) -> Self {
        Self {
            value: score.value.points(),
            low: score.low.points(),
            high: score.high.points(),
            sum: score.sum.points(),
            most: score.most.points(),
        }
    }
}

impl<'a> From<&'a Blocker> for CapRecord<'a> {
    fn from(blocker: &'a Blocker) -> Self {
        Self { kind: blocker.kind.name(), at_most: blocker.cap.points(), text: &blocker.text }
    }
}

#[derive(Serialize)]
struct WeightsRecord {
    required: f64,
    preferred: f64,
    mentioned: f64,
    unsaid: u64,
    total: f64,
}

#[derive(Serialize)]
struct RequirementRecord<'a> {
    importance: Importance,
    status: &'static str,
    any_of: Vec<AskedRecord<'a>>,
    or_similar: bool,
    weight: f64,
    credit: f64,
    points: Option<f64>,
    because: Option<String>,
    basis: Option<BasisRecord<'a>>,
    quote: Option<&'a str>,
}

#[derive(Serialize)]
struct AskedRecord<'a> {
    id: &'a str,
    name: &'a str,
    years: Option<u8>,
}

#[derive(Serialize)]
struct BasisRecord<'a> {
    way: &'static str,
    asked: &'a str,
    skill: &'a str,
    through: Option<&'a str>,
    level: Level,
    years: Option<f64>,
    last_used: Option<i16>,
    evidence: Option<&'a str>,
    difficulty: Option<Difficulty>,
    hours: Option<u32>,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct RaiseRecord<'a> {
    id: &'a str,
    name: &'a str,
    importance: Importance,
    gain: f64,
    from: Option<&'a str>,
    difficulty: Option<Difficulty>,
    hours: Option<u32>,
    is_deepening: bool,
}

impl<'a> Record<'a> {
    /// The published form of a fit.
    pub fn new(fit: &'a Fit) -> Self {
        let posting = &fit.posting;
        let [mentioned, preferred, required] = fit.weights.each.map(weight);
        Self {
            schema: super::FORMULA,
            posting: PostingRecord {
                id: &posting.id,
                path: &posting.source.path,
                member: posting.source.member,
                url: posting.source.url.as_deref(),
                title: &posting.title,
                company: posting.company.as_deref(),
                location: posting.location.as_deref(),
                role: posting.role,
                role_is_wanted: posting.role_is_wanted,
            },
            verdict: fit.verdict(),
            score: fit.score.map(ScoreRecord::from),
            blockers: fit
                .blockers
                .iter()
                .map(|blocker| BlockerRecord { cap: blocker.into(), quote: blocker.quote.as_deref() })
                .collect(),
            to_check: &fit.to_check,
            weights: WeightsRecord {
                required,
                preferred,
                mentioned,
                unsaid: super::UNSAID_WEIGHT,
                total: weight(fit.weights.total),
            },
            requirements: fit.lines.iter().map(RequirementRecord::new).collect(),
            raises: fit.raises.iter().map(RaiseRecord::new).collect(),
        }
    }
}

impl<'a> RequirementRecord<'a> {
    fn new(line: &'a Line) -> Self {
        let asked = |asked: &'a super::Asked| AskedRecord { id: &asked.id, name: &asked.name, years: asked.years };
        Self {
            importance: line.importance,
            status: line.status.name(),
            any_of: line.asked.iter().map(asked).collect(),
            or_similar: line.or_similar,
            weight: weight(line.weight),
            credit: line.credit.0 as f64 / 100.0,
            points: line.points.map(Tenths::points),
            because: line.because(),
            basis: line.basis.as_ref().map(BasisRecord::new),
            quote: Some(line.quote.as_str()).filter(|quote| !quote.is_empty()),
        }
    }
}

impl<'a> BasisRecord<'a> {
    fn new(basis: &'a Basis) -> Self {
        let (way, difficulty, hours, why) = match &basis.way {
            Way::Same => ("same", None, None, None),
            Way::Similar => ("similar", None, None, None),
            Way::Transfer { difficulty, hours, why } => {
                ("transfer", Some(*difficulty), Some(*hours), Some(why.as_str()))
            }
        };
        Self {
            way,
            asked: &basis.asked,
            skill: &basis.skill,
            through: basis.through.as_deref(),
            level: basis.level,
            years: basis.years,
            last_used: basis.last_used,
            evidence: basis.evidence.as_deref(),
            difficulty,
            hours,
            why,
        }
    }
}

impl<'a> RaiseRecord<'a> {
    fn new(raise: &'a Raise) -> Self {
        Self {
            id: &raise.id,
            name: &raise.name,
            importance: raise.importance,
            gain: raise.gain.points(),
            from: raise.step.as_ref().map(|step| step.from.as_str()),
            difficulty: raise.step.as_ref().map(|step| step.difficulty),
            hours: raise.step.as_ref().map(|step| step.hours),
            is_deepening: raise.is_deepening,
        }
    }
}

/// To four decimals: enough to see that the weights add up.
fn weight(weight: Weight) -> f64 {
    (weight.value() * 1e4).round() / 1e4
}
