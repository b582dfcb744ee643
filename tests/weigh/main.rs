//! Fits the weights of `dictionaries/roles.toml` to labelled postings.
//!
//! `cargo run --release --example weigh-roles -- LABELS… -- POSTINGS…` prints the five-fold cross-validated accuracy over several
//! shuffles, the accuracy on each source (file or folder of postings) of a fit to the other sources, and the fitted weights, cue by cue.
//! The model is the one that `jobsift::classify` documents; the fit maximises the likelihood of the labels less a Gaussian penalty around
//! the file's `judged` weights, so that few labels move well-founded weights little. It starts from `judged`, so it prints the same
//! however often it is run. Postings of one employer share their phrases, so they are never on both sides of a test.

#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::collections::BTreeMap;

use jobsift::analysis::{Role, analyse};
use jobsift::classify::{self, CueStrength};
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use jobsift::posting::Posting;
use serde::Deserialize;

const ROLES: usize = Role::ALL.len();
/// How firmly a weight holds to its judged value: the inverse variance of the prior.
const HOLD: f64 = 1.5;
/// How common the roles are taken to be, in the order of [`Role::ALL`], whatever the mixture of the labels: labels of a rare role weigh more.
/// These are the shares among postings picked because somebody who looks for such work would read them.
const SHARES: [f64; ROLES] = [0.24, 0.065, 0.165, 0.145, 0.385];
/// What an unsure label weighs, and the part of it that the reader's first choice has; the second choice has the rest.
const UNSURE: f64 = 0.8;
const FIRST_CHOICE: f64 = 0.7;
const STEPS: usize = 400;
const FOLDS: usize = 5;
const SHUFFLES: u64 = 5;

#[derive(Deserialize)]
struct Label {
    id: String,
    role: Role,
    role2: Option<Role>,
    #[serde(default)]
    sure: bool,
}

struct Example {
    strengths: Vec<f64>,
    role: usize,
    /// How probable each role is by the label.
    target: [f64; ROLES],
    sure: bool,
    /// What the posting counts in a fit.
    worth: f64,
    /// The number of the source that it came from.
    from: usize,
    /// Who offers the job.
    employer: String,
}

/// Weights by cue and role; the last row is the bias.
type Weights = Vec<[f64; ROLES]>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = arguments.split(|argument| argument == "--");
    let (Some(label_files), Some(sources)) = (parts.next(), parts.next()) else {
        return Err("usage: weigh-roles LABELS… -- POSTINGS…".into());
    };
    let hold: f64 = std::env::var("HOLD").ok().map_or(Ok(HOLD), |text| text.parse())?;
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    for file in label_files {
        for line in std::fs::read_to_string(file)?.lines() {
            let label: Label = serde_json::from_str(line)?;
            labels.insert(label.id.clone(), label);
        }
    }
    let (cues, examples) = read(sources, labels)?;
    let judged: Weights = cues.iter().map(|cue| cue.judged).collect();
    let written: Weights = cues.iter().map(|cue| cue.weights).collect();
    println!("# {} labelled postings, {} cues, hold {hold}", examples.len(), cues.len() - 1);
    let all: Vec<&Example> = examples.iter().collect();
    report("as the file is", all.iter().map(|e| (*e, best(&written, e))));
    let mut guesses = Vec::new();
    for shuffle in 1..=SHUFFLES {
        let fold_of = folds(&examples, shuffle);
        let mut tested = Vec::new();
        for fold in 0..FOLDS {
            let (test, train) = divide(&examples, |e| fold_of[&e.employer] == fold);
            let weights = fit(&train, &judged, hold);
            tested.extend(test.into_iter().map(|e| (e, best(&weights, e))));
        }
        let right = tested.iter().filter(|(e, guess)| e.role == *guess).count();
        println!("# shuffle {shuffle}: {:.3}", right as f64 / tested.len() as f64);
        guesses.extend(tested);
    }
    report("cross-validated, all shuffles", guesses.iter().copied());
    for (number, source) in sources.iter().enumerate() {
        report(&format!("cross-validated, {source}"), guesses.iter().filter(|(e, _)| e.from == number).copied());
        let (test, mut train) = divide(&examples, |e| e.from == number);
        train.retain(|e| test.iter().all(|tested| tested.employer != e.employer));
        let weights = fit(&train, &judged, hold);
        report(&format!("fitted to the other sources, {source}"), test.into_iter().map(|e| (e, best(&weights, e))));
    }
    let weights = fit(&all, &judged, hold);
    report("fitted to all", all.iter().map(|e| (*e, best(&weights, e))));
    for (cue, row) in cues.iter().zip(&weights) {
        let cells: Vec<String> =
            Role::ALL.iter().zip(row).map(|(role, weight)| format!("{role} = {weight:.2}")).collect();
        println!("{}\t{{ {} }}", cue.id, cells.join(", "));
    }
    Ok(())
}

/// The cues and the labelled postings of the sources.
fn read(
    sources: &[String],
    mut labels: BTreeMap<String, Label>,
) -> Result<(Vec<CueStrength>, Vec<Example>), Box<dyn std::error::Error>> {
    let (dictionary, boards) = (Dictionary::builtin()?, Boards::built_in()?);
    let (mut cues, mut examples) = (Vec::new(), Vec::new());
    for (from, source) in sources.iter().enumerate() {
        for chunk in import::chunks(import::inputs(std::slice::from_ref(source))?) {
            for posting in chunk.postings(&boards).into_iter().flatten() {
                let Some(label) = take_label(&posting, &mut labels) else { continue };
                let analysis = analyse(posting, &dictionary);
                cues = classify::cues(&analysis, &dictionary);
                let mut target = [0.0; ROLES];
                match label.role2.filter(|_| !label.sure) {
                    Some(second) => {
                        target[label.role as usize] += FIRST_CHOICE;
                        target[second as usize] += 1.0 - FIRST_CHOICE;
                    }
                    None => target[label.role as usize] = 1.0,
                }
                let strengths = cues.iter().map(|cue| cue.strength).collect();
                // The header line of a forum post begins with the employer.
                let header = analysis.title.split('|').next().unwrap_or_default();
                let employer = analysis.company.as_deref().unwrap_or(header).trim().to_lowercase();
                examples.push(Example {
                    strengths,
                    role: label.role as usize,
                    target,
                    sure: label.sure,
                    worth: if label.sure { 1.0 } else { UNSURE },
                    from,
                    employer,
                });
            }
        }
    }
    let all = examples.len() as f64;
    let labelled = |role: usize| examples.iter().filter(|example| example.role == role).count() as f64;
    let factors: [f64; ROLES] = std::array::from_fn(|role| SHARES[role] * all / labelled(role));
    for example in &mut examples {
        example.worth *= factors[example.role];
    }
    Ok((cues, examples))
}

/// The label of a posting: by the id that its source gave, or by the end of its path.
fn take_label(posting: &Posting, labels: &mut BTreeMap<String, Label>) -> Option<Label> {
    let by_id = posting.external_id.as_ref().and_then(|id| labels.remove(id));
    by_id.or_else(|| {
        let key = labels.keys().find(|key| key.contains('/') && posting.source.path.ends_with(key.as_str()))?.clone();
        labels.remove(&key)
    })
}

/// The examples that are to be tested, and the others.
fn divide(examples: &[Example], is_tested: impl Fn(&Example) -> bool) -> (Vec<&Example>, Vec<&Example>) {
    examples.iter().partition(|e| is_tested(e))
}

/// A fold for each employer, by a shuffle with a fixed seed.
fn folds(examples: &[Example], seed: u64) -> BTreeMap<String, usize> {
    let mut state = seed;
    let mut random = move || {
        // splitmix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut employers: Vec<&String> = examples.iter().map(|e| &e.employer).collect();
    employers.sort_unstable();
    employers.dedup();
    employers.sort_by_cached_key(|_| random());
    employers.into_iter().enumerate().map(|(i, employer)| (employer.clone(), i % FOLDS)).collect()
}

fn scores(weights: &Weights, example: &Example) -> [f64; ROLES] {
    let mut logits = [0.0; ROLES];
    for (row, strength) in weights.iter().zip(&example.strengths) {
        for (logit, weight) in logits.iter_mut().zip(row) {
            *logit += weight * strength;
        }
    }
    let top = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

fn best(weights: &Weights, example: &Example) -> usize {
    let scores = scores(weights, example);
    (0..ROLES).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(0)
}

/// Accelerated gradient descent from the judged weights; the step follows from the curvature, which the penalty and the data bound.
fn fit(examples: &[&Example], judged: &Weights, hold: f64) -> Weights {
    let curvature = hold + largest_eigenvalue(examples, judged.len()) / 2.0;
    let momentum = (curvature.sqrt() - hold.sqrt()) / (curvature.sqrt() + hold.sqrt());
    let (mut weights, mut ahead) = (judged.clone(), judged.clone());
    for _ in 0..STEPS {
        let mut gradient: Weights = ahead
            .iter()
            .zip(judged)
            .map(|(row, judged)| std::array::from_fn(|i| hold * (row[i] - judged[i])))
            .collect();
        for example in examples {
            let scores = scores(&ahead, example);
            for (row, strength) in gradient.iter_mut().zip(&example.strengths).filter(|(_, strength)| **strength > 0.0)
            {
                for role in 0..ROLES {
                    row[role] += example.worth * strength * (scores[role] - example.target[role]);
                }
            }
        }
        for ((row, ahead), gradient) in weights.iter_mut().zip(&mut ahead).zip(&gradient) {
            for role in 0..ROLES {
                let next = ahead[role] - gradient[role] / curvature;
                ahead[role] = next + momentum * (next - row[role]);
                row[role] = next;
            }
        }
    }
    weights
}

/// The largest eigenvalue of the strengths' second moments, by power iteration from above.
fn largest_eigenvalue(examples: &[&Example], cues: usize) -> f64 {
    let mut direction = vec![1.0 / (cues as f64).sqrt(); cues];
    let mut norm = 0.0;
    for _ in 0..30 {
        let mut next = vec![0.0; cues];
        for example in examples {
            let along: f64 = example.strengths.iter().zip(&direction).map(|(a, b)| a * b).sum();
            next.iter_mut()
                .zip(&example.strengths)
                .for_each(|(sum, strength)| *sum += example.worth * along * strength);
        }
        norm = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        direction = next.into_iter().map(|x| x / norm).collect();
    }
    norm
}

fn report<'e>(name: &str, guesses: impl Iterator<Item = (&'e Example, usize)>) {
    let (mut right, mut sure_right, mut sure, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut confusion = [[0_u32; ROLES]; ROLES];
    for (example, guess) in guesses {
        all += 1;
        right += usize::from(guess == example.role);
        sure += usize::from(example.sure);
        sure_right += usize::from(example.sure && guess == example.role);
        confusion[example.role][guess] += 1;
    }
    let f1 = |role: usize| {
        let hit = f64::from(confusion[role][role]);
        let (said, is): (u32, u32) = (confusion.iter().map(|row| row[role]).sum(), confusion[role].iter().sum());
        if hit == 0.0 { 0.0 } else { 2.0 * hit / (f64::from(said) + f64::from(is)) }
    };
    let macro_f1 = (0..ROLES).map(f1).sum::<f64>() / ROLES as f64;
    println!(
        "# {name}: accuracy {:.3}, where sure {:.3}, macro-F1 {macro_f1:.3}",
        right as f64 / all as f64,
        sure_right as f64 / sure as f64
    );
    for (role, row) in Role::ALL.iter().zip(confusion) {
        println!("#   {role:<14} {row:?} F1 {:.2}", f1(*role as usize));
    }
}
