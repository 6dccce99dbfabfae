//! A table that was pasted with one cell per line becomes a table again.

use super::page::{Block, Kind};
use super::words;
use crate::model::Operation;

/// Joins names and the levels under them to rows.
pub(super) fn join(blocks: &[Block]) -> (Vec<Block>, Vec<(usize, String)>) {
    let mut flat: Vec<Block> = Vec::new();
    for block in blocks {
        match &block.kind {
            Kind::Paragraph(lines)
                if lines.len() > 1 && lines.iter().any(|line| words::grade(line).is_some()) =>
            {
                flat.extend(lines.iter().enumerate().map(|(at, line)| {
                    let place = block.rows.get(at).copied().unwrap_or(block.line);
                    Block::new(Kind::Paragraph(vec![line.clone()]), place)
                }));
            }
            _ => flat.push(block.clone()),
        }
    }
    let single = |at: usize| match flat.get(at).map(|block| &block.kind) {
        Some(Kind::Paragraph(lines)) if lines.len() == 1 => lines.first(),
        _ => None,
    };
    let mut out: Vec<Block> = Vec::new();
    let mut unread: Vec<(usize, String)> = Vec::new();
    let mut order: Vec<Operation> = Vec::new();
    let mut at = 0;
    while let Some(block) = flat.get(at) {
        let Some(text) = single(at) else {
            out.push(block.clone());
            at += 1;
            continue;
        };
        if words::column(text).is_some() {
            let found: Vec<Operation> = (at..)
                .map_while(|at| single(at).and_then(|text| words::column(text)))
                .collect();
            at += found.len();
            if found.len() > 1 {
                order = found;
                continue;
            }
            out.push(block.clone());
            continue;
        }
        let level = words::grade(text).is_some();
        let levels: Vec<&String> = if level {
            Vec::new()
        } else {
            (at + 1..)
                .map_while(|at| single(at).filter(|text| words::grade(text).is_some()))
                .collect()
        };
        if levels.is_empty() {
            if level && !order.is_empty() {
                unread.push((block.line, text.clone()));
            }
            out.push(block.clone());
            at += 1;
            continue;
        }
        let used: Vec<Operation> = if order.is_empty() {
            Operation::ALL.to_vec()
        } else {
            order.clone()
        };
        at += 1 + levels.len();
        if levels.len() != used.len() {
            unread.push((
                block.line,
                format!(
                    "`{text}` has {} levels where {} are expected",
                    levels.len(),
                    used.len()
                ),
            ));
            continue;
        }
        let mut rows = Vec::new();
        if !order.is_empty() {
            rows.push(
                std::iter::once("Function".to_owned())
                    .chain(used.iter().map(|operation| operation.title().to_owned()))
                    .map(|text| vec![text])
                    .collect(),
            );
        }
        rows.push(
            std::iter::once(text)
                .chain(levels)
                .map(|text| vec![text.clone()])
                .collect(),
        );
        out.push(Block::new(Kind::Table(0, rows), block.line));
    }
    (out, unread)
}
