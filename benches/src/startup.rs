//! One role of 75 KB with one policy as a complete process, compared with `/bin/true` in the same
//! loop.

use std::process::Command;

use leastwise_benches::{Kind, Layout, POLICY, Roles};

use crate::Ended;
use crate::run::{folder, leastwise, median, timed};

pub(crate) fn run(rounds: u64) -> Ended {
    let program = leastwise()?;
    let folder = folder("startup");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("role.json");
    let kind = Kind {
        share: 0,
        unknown: (0, 0),
        links: true,
    };
    std::fs::write(&file, Roles::new(kind).role(1, Layout::File))?;
    println!(
        "a role of {} bytes, {rounds} rounds",
        std::fs::metadata(&file)?.len()
    );
    let (mut nothing, mut check, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let floor = timed(&mut Command::new("/bin/true"))?.took.as_secs_f64() * 1e3;
        let mut command = Command::new(&program);
        command
            .arg("check")
            .arg(&file)
            .args(["-p", POLICY])
            .current_dir(&folder);
        let run = timed(&mut command)?;
        if run.code != 0 {
            return Err(format!("exit code {}", run.code).into());
        }
        let took = run.took.as_secs_f64() * 1e3;
        nothing.push(floor);
        check.push(took);
        ratios.push(took / floor);
    }
    println!("/bin/true        {:.2} ms", median(nothing));
    println!("leastwise check  {:.2} ms", median(check));
    println!("ratio            {:.2}", median(ratios));
    Ok(())
}
