//! The shape of `market.json`, version 1: what is written and under which names.
//!
//! These structs hold no logic and are the public contract: a field may be added, and anything else needs a new version.

use serde::Serialize;

use crate::analysis::Role;
use crate::statistics::Interval;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    pub(super) schema: &'static str,
    pub(super) program: &'static str,
    pub(super) date: String,
    pub(super) floors: Floors,
    pub(super) looked_at: LookedAt<'a>,
    pub(super) roles: Vec<RoleOut>,
    pub(super) titles: Vec<Family>,
    pub(super) demand: Vec<ScopeOut<'a>>,
    pub(super) apart: Vec<ApartOut<'a>>,
    pub(super) together: Vec<PairOut<'a>>,
    pub(super) families: Vec<Vec<&'a str>>,
    pub(super) links: Vec<LinkOut<'a>>,
    pub(super) alternatives: Vec<AlternativeOut<'a>>,
    pub(super) pay: Vec<PayOut<'a>>,
    pub(super) pay_by_skill: Vec<PayOfSkillOut<'a>>,
    pub(super) years: Vec<YearsOut>,
    pub(super) mixes: Vec<MixOut<'a>>,
    pub(super) trend: Option<TrendOut<'a>>,
    pub(super) sayings: Vec<Claim<'a>>,
    pub(super) credits: &'a [String],
    pub(super) reach: Vec<ReachOut>,
    pub(super) first_steps: Vec<StepOut<'a>>,
    pub(super) standing: Option<Vec<StandingOut<'a>>>,
}

#[derive(Serialize)]
pub(super) struct LinkOut<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) both: u64,
    pub(super) lift: f64,
    pub(super) phi: f64,
}

#[derive(Serialize)]
pub(super) struct ReachOut {
    pub(super) scope: &'static str,
    pub(super) n: u64,
    pub(super) told: u64,
    pub(super) levels: [u8; 3],
    pub(super) fit: [u64; 3],
    pub(super) skills_alone: [u64; 3],
}

#[derive(Serialize)]
pub(super) struct StepOut<'a> {
    pub(super) id: &'a str,
    pub(super) hours: u32,
    pub(super) from: Option<&'a str>,
    pub(super) opens: u64,
    pub(super) within_reach: u64,
    pub(super) of: u64,
}

#[derive(Serialize)]
pub(super) struct Floors {
    pub(super) share: u64,
    pub(super) pay: u64,
}

#[derive(Serialize)]
pub(super) struct LookedAt<'a> {
    pub(super) postings: u64,
    pub(super) four_roles: u64,
    pub(super) duplicates: u64,
    pub(super) rejected: Vec<Reason<'a>>,
    pub(super) first_day: Option<&'a str>,
    pub(super) last_day: Option<&'a str>,
    pub(super) coverage: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
pub(super) struct Reason<'a> {
    pub(super) reason: &'a str,
    pub(super) inputs: u64,
}

#[derive(Serialize)]
pub(super) struct Fraction {
    pub(super) share: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Fraction {
    pub(super) fn new(of: Interval) -> Self {
        Self { share: rounded(of.share), low: rounded(of.low), high: rounded(of.high) }
    }
}

pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[derive(Serialize)]
pub(super) struct ByRole {
    pub(super) platform: u64,
    pub(super) release: u64,
    pub(super) sre: u64,
    #[serde(rename = "backend-infra")]
    pub(super) backend_infra: u64,
    pub(super) other: u64,
}

impl From<[u64; 5]> for ByRole {
    fn from([platform, release, sre, backend_infra, other]: [u64; 5]) -> Self {
        Self { platform, release, sre, backend_infra, other }
    }
}

#[derive(Serialize)]
pub(super) struct RoleOut {
    pub(super) role: Role,
    pub(super) postings: u64,
    pub(super) share: Option<Fraction>,
    pub(super) clear: u64,
    pub(super) mixed: u64,
    pub(super) insufficient: u64,
    pub(super) title_conflicts: u64,
}

#[derive(Serialize)]
pub(super) struct Family {
    pub(super) title_says: &'static str,
    pub(super) postings: u64,
    pub(super) roles: ByRole,
}

#[derive(Serialize)]
pub(super) struct ScopeOut<'a> {
    pub(super) scope: &'static str,
    pub(super) n: u64,
    pub(super) skills: Vec<DemandOut<'a>>,
    pub(super) kinds: Vec<DemandOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct DemandOut<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) asked: u64,
    pub(super) share: Option<Fraction>,
    pub(super) required: u64,
    pub(super) preferred: u64,
    pub(super) mentioned: u64,
    pub(super) any_of: u64,
    pub(super) or_similar: u64,
}

#[derive(Serialize)]
pub(super) struct ApartOut<'a> {
    pub(super) role: Role,
    pub(super) n: u64,
    pub(super) others_n: u64,
    pub(super) skills: Vec<ApartSkillOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct ApartSkillOut<'a> {
    pub(super) id: &'a str,
    pub(super) asked: u64,
    pub(super) others_asked: u64,
    pub(super) log_odds: f64,
    pub(super) z: f64,
}

#[derive(Serialize)]
pub(super) struct PairOut<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) both: u64,
    pub(super) first_asked: u64,
    pub(super) second_asked: u64,
    pub(super) lift: f64,
}

#[derive(Serialize)]
pub(super) struct AlternativeOut<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) alternatives: u64,
    pub(super) both: u64,
}

#[derive(Serialize)]
pub(super) struct PayOut<'a> {
    pub(super) scope: &'static str,
    pub(super) currency: &'a str,
    pub(super) n: u64,
    pub(super) yearly: Option<Quantiles>,
}

#[derive(Serialize)]
pub(super) struct PayOfSkillOut<'a> {
    pub(super) id: &'a str,
    pub(super) currency: &'a str,
    pub(super) n: u64,
    pub(super) yearly: Quantiles,
}

#[derive(Serialize)]
pub(super) struct Quantiles {
    pub(super) p10: f64,
    pub(super) median: f64,
    pub(super) p90: f64,
}

#[derive(Serialize)]
pub(super) struct YearsOut {
    pub(super) scope: &'static str,
    pub(super) n: u64,
    pub(super) years: Option<Quartiles>,
}

#[derive(Serialize)]
pub(super) struct Quartiles {
    pub(super) p25: f64,
    pub(super) median: f64,
    pub(super) p75: f64,
}

#[derive(Serialize)]
pub(super) struct MixOut<'a> {
    pub(super) field: &'static str,
    pub(super) known: ByRole,
    pub(super) distinct: usize,
    pub(super) values: Vec<ValueOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct ValueOut<'a> {
    pub(super) value: &'a str,
    pub(super) roles: ByRole,
}

#[derive(Serialize)]
pub(super) struct TrendOut<'a> {
    pub(super) earlier: HalfOut<'a>,
    pub(super) later: HalfOut<'a>,
    pub(super) skills: Vec<MoveOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct HalfOut<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) n: u64,
    pub(super) asks: u64,
}

#[derive(Serialize)]
pub(super) struct MoveOut<'a> {
    pub(super) id: &'a str,
    pub(super) earlier: Fraction,
    pub(super) later: Fraction,
    pub(super) earlier_rank: usize,
    pub(super) later_rank: usize,
    pub(super) beyond_chance: bool,
}

#[derive(Serialize)]
pub(super) struct Claim<'a> {
    pub(super) saying: &'a str,
    pub(super) verdict: &'static str,
    pub(super) observed: Vec<ObservedOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct ObservedOut<'a> {
    pub(super) of: &'a str,
    pub(super) asked: u64,
    pub(super) n: u64,
    pub(super) share: Option<Fraction>,
}

#[derive(Serialize)]
pub(super) struct StandingOut<'a> {
    pub(super) scope: &'static str,
    pub(super) n: u64,
    pub(super) asks_have: u64,
    pub(super) asks_near: u64,
    pub(super) asks_missing: u64,
    pub(super) skills: Vec<StandingSkillOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct StandingSkillOut<'a> {
    pub(super) id: &'a str,
    pub(super) asked: u64,
    pub(super) state: &'static str,
    pub(super) from: Option<&'a str>,
    pub(super) hours: Option<u32>,
}
