//! Responses from ConnectWise, or from another server at its address.

use leastwise::connectwise::recorded::{Recorded, Recording, replay};
use leastwise::role::{Format, write_snapshot};

use super::{held, role};

/// Several responses: the first line of each has its kind and status.
///
/// `kind status`, then header lines, an empty line and the body; a line `=====` ends an answer.
pub fn answers(data: &[u8]) {
    let mut recording = Recording::default();
    let mut rest = data;
    loop {
        let (answer, following) = split(rest, b"\n=====\n");
        let (head, body) = split(answer, b"\n\n");
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default();
        let (kind, status) = first.split_once(' ').unwrap_or((first, "200"));
        let recorded = Recorded {
            status: status.trim().parse().unwrap_or(200),
            headers: lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.trim().to_owned(), value.trim().as_bytes().to_vec()))
                .collect(),
            body: body.unwrap_or_default().to_vec(),
        };
        match kind {
            "roles" => recording.roles = Some(recorded),
            "count" => recording.count = Some(recorded),
            "items" => recording.items = Some(recorded),
            "members" => recording.members = Some(recorded),
            _ => recording.pages.push(recorded),
        }
        match following {
            Some(following) => rest = following,
            None => break,
        }
    }
    match replay(&recording, "API") {
        Ok(snapshot) => {
            let text = write_snapshot(&snapshot).unwrap();
            role::read_and_compare(&text, Some(Format::Json));
        }
        Err(failed) => {
            held::sentence(&failed.fault.to_string());
            held::sentence(&failed.fault.help());
        }
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    bytes
        .windows(at.len())
        .position(|window| window == at)
        .map_or((bytes, None), |found| {
            (&bytes[..found], Some(&bytes[found + at.len()..]))
        })
}
