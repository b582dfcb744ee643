//! Fits the weights of `dictionaries/roles.toml` to labelled postings.
//!
//! `cargo run --release --example weigh-roles -- LABELS.ndjson POSTINGS…` prints the five-fold cross-validated accuracy over several
//! shuffles, the accuracy on each file of postings of a fit to the other files, and the fitted weights, cue by cue. The model is the one
//! that `jobsift::classify` documents; the fit maximises the likelihood of the labels less a Gaussian penalty around the file's `judged`
//! weights, so that few labels move well-founded weights little. It starts from `judged`, so it prints the same however often it is run.

use std::collections::BTreeMap;

use jobsift::analysis::{Role, analyse};
use jobsift::classify::{self, CueStrength};
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use serde::Deserialize;

const ROLES: usize = Role::ALL.len();
/// How firmly a weight holds to its judged value: the inverse variance of the prior.
const HOLD: f64 = 1.0;
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
    /// The number of the file that it came from.
    file: usize,
}

/// Weights by cue and role; the last row is the bias.
type Weights = Vec<[f64; ROLES]>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let labels_file = arguments.next().ok_or("usage: weigh-roles LABELS.ndjson POSTINGS…")?;
    let hold: f64 = std::env::var("HOLD").ok().map_or(Ok(HOLD), |text| text.parse())?;
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    for line in std::fs::read_to_string(labels_file)?.lines() {
        let label: Label = serde_json::from_str(line)?;
        labels.insert(label.id.clone(), label);
    }
    let files: Vec<String> = arguments.collect();
    let (cues, examples) = read(&files, labels)?;
    let judged: Weights = cues.iter().map(|cue| cue.judged).collect();
    let written: Weights = cues.iter().map(|cue| cue.weights).collect();
    println!("# {} labelled postings, {} cues, hold {hold}", examples.len(), cues.len() - 1);
    let all: Vec<&Example> = examples.iter().collect();
    report("as the file is", all.iter().map(|e| (*e, best(&written, e))));
    let mut guesses = Vec::new();
    for shuffle in 1..=SHUFFLES {
        let fold_of = folds(examples.len(), shuffle);
        let tested = (0..FOLDS).flat_map(|fold| {
            let (test, train) = divide(&examples, |i, _| fold_of[i] == fold);
            let weights = fit(&train, &judged, hold);
            test.into_iter().map(move |e| (e, best(&weights, e))).collect::<Vec<_>>()
        });
        let tested: Vec<_> = tested.collect();
        let right = tested.iter().filter(|(e, guess)| e.role == *guess).count();
        println!("# shuffle {shuffle}: {:.3}", right as f64 / tested.len() as f64);
        guesses.extend(tested);
    }
    report("cross-validated, all shuffles", guesses.into_iter());
    for (number, file) in files.iter().enumerate() {
        let (test, train) = divide(&examples, |_, e| e.file == number);
        if !test.is_empty() && !train.is_empty() {
            let weights = fit(&train, &judged, hold);
            report(&format!("on {file}, fitted to the others"), test.into_iter().map(|e| (e, best(&weights, e))));
        }
    }
    let weights = fit(&all, &judged, hold);
    report("fitted", all.iter().map(|e| (*e, best(&weights, e))));
    for (cue, row) in cues.iter().zip(&weights) {
        let cells: Vec<String> = Role::ALL.iter().zip(row).map(|(role, weight)| format!("{role} = {weight:.2}")).collect();
        println!("{}\t{{ {} }}", cue.id, cells.join(", "));
    }
    Ok(())
}

/// The cues and the labelled postings of the files.
fn read(files: &[String], mut labels: BTreeMap<String, Label>) -> Result<(Vec<CueStrength>, Vec<Example>), Box<dyn std::error::Error>> {
    let (dictionary, boards) = (Dictionary::builtin()?, Boards::built_in()?);
    let (mut cues, mut examples) = (Vec::new(), Vec::new());
    for (file, name) in files.iter().enumerate() {
        for chunk in import::chunks(import::inputs(std::slice::from_ref(name))?) {
            for posting in chunk.postings(&boards).into_iter().flatten() {
                let Some(label) = posting.external_id.as_ref().and_then(|id| labels.remove(id)) else { continue };
                cues = classify::cues(&analyse(posting, &dictionary), &dictionary);
                let mut target = [0.0; ROLES];
                match label.role2.filter(|_| !label.sure) {
                    Some(second) => {
                        target[label.role as usize] += FIRST_CHOICE;
                        target[second as usize] += 1.0 - FIRST_CHOICE;
                    }
                    None => target[label.role as usize] = 1.0,
                }
                let strengths = cues.iter().map(|cue| cue.strength).collect();
                examples.push(Example { strengths, role: label.role as usize, target, sure: label.sure, file });
            }
        }
    }
    Ok((cues, examples))
}

/// The examples that are to be tested, and the others.
fn divide(examples: &[Example], is_tested: impl Fn(usize, &Example) -> bool) -> (Vec<&Example>, Vec<&Example>) {
    let (test, train): (Vec<_>, Vec<_>) = examples.iter().enumerate().partition(|(i, e)| is_tested(*i, e));
    (test.into_iter().map(|(_, e)| e).collect(), train.into_iter().map(|(_, e)| e).collect())
}

/// A fold for each of `n` examples, by a shuffle with a fixed seed.
fn folds(n: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut random = move || {
        // splitmix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut folds: Vec<usize> = (0..n).map(|i| i % FOLDS).collect();
    folds.sort_by_cached_key(|_| random());
    folds
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
        let mut gradient: Weights = ahead.iter().zip(judged).map(|(row, judged)| std::array::from_fn(|i| hold * (row[i] - judged[i]))).collect();
        for example in examples {
            let scores = scores(&ahead, example);
            let worth = if example.sure { 1.0 } else { UNSURE };
            for (row, strength) in gradient.iter_mut().zip(&example.strengths).filter(|(_, strength)| **strength > 0.0) {
                for role in 0..ROLES {
                    row[role] += worth * strength * (scores[role] - example.target[role]);
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
            next.iter_mut().zip(&example.strengths).for_each(|(sum, strength)| *sum += along * strength);
        }
        norm = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        direction = next.into_iter().map(|x| x / norm).collect();
    }
    norm
}

fn report<'e>(name: &str, guesses: impl Iterator<Item = (&'e Example, usize)>) {
    let (mut right, mut sure_right, mut sure, mut all) = (0, 0, 0, 0);
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
    println!("# {name}: accuracy {:.3}, where sure {:.3}, macro-F1 {macro_f1:.3}", right as f64 / all as f64, sure_right as f64 / sure as f64);
    for (role, row) in Role::ALL.iter().zip(confusion) {
        println!("#   {role:<14} {row:?} F1 {:.2}", f1(*role as usize));
    }
}
