//! zen-engine as a crate: `zen FOLDER OUTPUT CALLS` evaluates `zen.json` for each line of `zen.jsonl`, ranks what comes
//! out, writes the answers as CSV, then does so so many times more, and prints what it measured as JSON.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

/// How long is long enough, in seconds.
const ENOUGH: f64 = 1.0;

type Rows = Vec<Value>;

fn memory(line: &str) -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let text = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':')).ok_or("no such line")?;
    Ok(text.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

async fn score(decision: &Decision, contexts: &[Variable]) -> Result<(Rows, Vec<usize>), Box<dyn Error>> {
    let mut rows = Vec::with_capacity(contexts.len());
    for context in contexts {
        let found = decision.evaluate(context.shallow_clone()).await.map_err(|error| format!("{error:?}"))?;
        rows.push(found.result.to_value());
    }
    let number = |row: &Value, name: &str| row[name].as_f64().unwrap_or(f64::NAN);
    let key = |row: &Value| [-number(row, "index").min(100.0), -number(row, "first"), number(row, "penalty")];
    let keys: Vec<_> = rows.iter().map(key).collect();
    let mut order: Vec<_> = (0..rows.len()).collect();
    order.sort_by(|a, b| keys[*a].partial_cmp(&keys[*b]).unwrap_or(std::cmp::Ordering::Equal));
    let (mut ranks, mut rank) = (vec![0; rows.len()], 0);
    for (at, unit) in order.iter().enumerate() {
        if at == 0 || keys[order[at - 1]] != keys[*unit] {
            rank += 1;
        }
        ranks[*unit] = rank;
    }
    Ok((rows, ranks))
}

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().build()?.block_on(measured())
}

async fn measured() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [folder, output, calls] = arguments.as_slice() else { return Err("zen FOLDER OUTPUT CALLS".into()) };
    let folder = Path::new(folder);
    let mut graph: GraphContent = serde_json::from_str(&fs::read_to_string(folder.join("zen.json"))?)?;
    graph.compile();
    let decision = Decision::from(graph);
    let text = fs::read_to_string(folder.join("zen.jsonl"))?;
    let contexts: Result<Vec<_>, _> = text.lines().map(serde_json::from_str::<Value>).collect();
    let contexts: Vec<_> = contexts?.into_iter().map(Variable::from).collect();
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS")?;
    let begun = Instant::now();
    let (rows, ranks) = score(&decision, &contexts).await?;
    let first = begun.elapsed().as_secs_f64();
    let peak = memory("VmHWM")?;
    let mut answers = String::from("total,index,class,rank\n");
    for (row, rank) in rows.iter().zip(ranks) {
        writeln!(answers, "{},{},{},{rank}", row["total"], row["index"], row["class"].as_str().unwrap_or_default())?;
    }
    fs::write(output, answers)?;
    let (mut seconds, mut spent) = if first < ENOUGH { (Vec::new(), 0.0) } else { (vec![first], first) };
    for _ in 0..calls.parse()? {
        if spent < ENOUGH {
            let begun = Instant::now();
            score(&decision, &contexts).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            spent += begun.elapsed().as_secs_f64();
        }
    }
    let told = json!({
        "package": format!("zen-engine {}, the Rust crate", zen_engine::ENGINE_VERSION), "recipe": "`round(x, 2)`, decimals",
        "host": "ranks", "exact": false, "first": first, "seconds": seconds, "peak": peak, "added": peak - before,
    });
    println!("{told}");
    Ok(())
}

