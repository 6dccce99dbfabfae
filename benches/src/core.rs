//! The core without process overhead, for counting its instructions: `core WHAT TIMES`.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use leastwise::compare::{Options, compare};
use leastwise::model::SourceText;
use leastwise::policy::{self, Choices, Policy, library};
use leastwise::role::{ReadOptions, Role, read};
use leastwise_benches::{Kind, Layout, POLICY, Roles, requirements};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, times] = arguments.as_slice() else {
        return Err("usage: core WHAT TIMES".into());
    };
    let times: u32 = times.parse()?;
    // All inputs are created first, for every measurement: only differences between runs are used.
    let clean = Kind {
        share: 0,
        unknown: (0, 0),
        links: false,
    };
    let exact = Roles::new(clean).role(1, Layout::File);
    let noted = Roles::new(Kind {
        share: 100,
        unknown: (45, 45),
        links: false,
    })
    .role(1, Layout::File);
    let requirements = requirements();
    let options = Options::default();
    let (clean, open) = (role(&exact)?, role(&noted)?);
    for _ in 0..times {
        match what.as_str() {
            "policy" => {
                let source = library::source(POLICY).ok_or("no policy")?;
                let policy = Policy::parse(Arc::new(source)).map_err(|_| "no policy")?;
                let resolved = policy::resolve(&[&policy], &Choices::default());
                black_box(resolved.map_err(|_| "no requirements")?);
            }
            "read" => drop(black_box(role(&exact)?)),
            "compare" => drop(black_box(compare(&requirements, &clean, &options))),
            "findings" => drop(black_box(compare(&requirements, &open, &options))),
            "lines" => {
                let text = SourceText::new("x", exact.as_str());
                black_box(text.position(exact.len()));
            }
            other => return Err(format!("nothing is called {other}").into()),
        }
    }
    Ok(())
}

fn role(text: &str) -> Result<Role, Box<dyn Error>> {
    let options = ReadOptions::default();
    read("role.json", text.as_bytes().to_vec(), &options)
        .map_err(|problems| format!("{problems:?}").into())
}
