//! Tables of figures: shown, kept in a document between markers, and compared with what is kept there.

use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;

/// By how much a committed figure may get worse before a check fails, in percent.
pub const TOLERANCE: f64 = 3.0;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number that is kept and compared: smaller is better. Shown with so many decimals.
    Kept(f64, usize),
    /// The same, with something shown after it that is not compared.
    KeptWith(f64, usize, String),
    /// Something shown and never compared: a time, a peer's figure, a note.
    Shown(String),
}

impl Cell {
    /// The number that is kept.
    pub fn kept(&self) -> Option<f64> {
        match self {
            Cell::Kept(value, _) | Cell::KeptWith(value, ..) => Some(*value),
            Cell::Shown(_) => None,
        }
    }

    fn decimals(&self) -> usize {
        match self {
            Cell::Kept(_, decimals) | Cell::KeptWith(_, decimals, _) => *decimals,
            Cell::Shown(_) => 0,
        }
    }

    fn text(&self) -> String {
        match self {
            Cell::Kept(value, decimals) => format!("{value:.decimals$}"),
            Cell::KeptWith(value, decimals, after) => format!("{value:.decimals$}{after}"),
            Cell::Shown(text) => text.clone(),
        }
    }
}

/// A table with a title, rows that have a name, and columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The title, a heading in the document.
    pub title: String,
    /// Prose under the title.
    pub about: String,
    /// The heading of the column of row names, then of each column.
    pub columns: Vec<String>,
    /// The rows: name and one cell per column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

impl Table {
    /// A table without rows.
    pub fn new(title: &str, about: &str, columns: &[&str]) -> Self {
        Table {
            title: title.into(),
            about: about.into(),
            columns: columns.iter().map(|c| c.to_string()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, name: &str, cells: Vec<Cell>) {
        self.rows.push((name.into(), cells));
    }

    /// The table as Markdown.
    pub fn markdown(&self) -> String {
        let mut lines = vec![self.columns.clone()];
        lines.extend(self.rows.iter().map(|(name, cells)| {
            std::iter::once(name.clone()).chain(cells.iter().map(Cell::text)).collect::<Vec<_>>()
        }));
        let width = |column: usize| lines.iter().filter_map(|l| l.get(column)).map(|c| c.chars().count()).max();
        let widths: Vec<usize> = (0..self.columns.len()).map(|c| width(c).unwrap_or(0)).collect();
        let mut out = format!("### {}\n\n", self.title);
        if !self.about.is_empty() {
            let _ = writeln!(out, "{}\n", self.about);
        }
        for (number, line) in lines.iter().enumerate() {
            for (column, (text, width)) in line.iter().zip(&widths).enumerate() {
                let _ = if column == 0 { write!(out, "| {text:<width$} ") } else { write!(out, "| {text:>width$} ") };
            }
            out.push_str("|\n");
            if number == 0 {
                for (column, width) in widths.iter().enumerate() {
                    out.push_str(if column == 0 { "|:" } else { "|-" });
                    out.push_str(&"-".repeat(*width));
                    out.push_str(if column == 0 { "-" } else { ":" });
                }
                out.push_str("|\n");
            }
        }
        out
    }
}

/// A figure that got worse than the one committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Worse {
    /// Table, row and column.
    pub what: String,
    /// The figure in the document.
    pub committed: f64,
    /// The figure of this run.
    pub measured: f64,
}

/// The kept figures of `tables` that are worse than those in `document` by more than [`TOLERANCE`].
/// A figure the document does not have is not compared.
pub fn worse(tables: &[Table], document: &str) -> Vec<Worse> {
    let mut found = Vec::new();
    for table in tables {
        for (row, cells) in &table.rows {
            for (column, cell) in table.columns.iter().skip(1).zip(cells) {
                let Some(measured) = cell.kept() else { continue };
                let Some(committed) = figure(document, &table.title, row, column) else { continue };
                let rounding = 0.5 * 10f64.powi(-(cell.decimals() as i32));
                if measured > committed * (1.0 + TOLERANCE / 100.0) + rounding {
                    found.push(Worse { what: format!("{}: {row}, {column}", table.title), committed, measured });
                }
            }
        }
    }
    found
}

/// The number in a document's table of this title, at this row and column.
pub fn figure(document: &str, title: &str, row: &str, column: &str) -> Option<f64> {
    let heading = format!("### {title}");
    let mut lines = document.lines().skip_while(|l| l.trim() != heading).skip(1).take_while(|l| !l.starts_with('#'));
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect()
    };
    let columns = cells(lines.find(|l| l.starts_with('|'))?);
    let at = columns.iter().position(|c| c == column)?;
    lines.map(cells).find(|l| l.first().is_some_and(|name| name == row))?.get(at)?.split(' ').next()?.parse().ok()
}

/// Compares `tables` with a document, says what got worse, and answers whether nothing did.
///
/// Figures of two compilers are not compared: a document written with another `toolchain` is only named.
/// `rewrite` is the command that writes the document anew.
pub fn compare(tables: &[Table], document: &str, toolchain: &str, rewrite: &str) -> bool {
    if !document.contains(toolchain) {
        println!("The document's figures are of another compiler than {toolchain}: not compared.");
        return true;
    }
    let found = worse(tables, document);
    for figure in &found {
        println!("worse: {}: {} committed, {:.2} measured", figure.what, figure.committed, figure.measured);
    }
    if !found.is_empty() {
        println!("If this is meant, write the document anew with `{rewrite}` and commit it.");
    }
    found.is_empty()
}

/// Puts `body` between the markers `<!-- NAME begin -->` and `<!-- NAME end -->` of a document.
///
/// # Errors
/// The document cannot be read or written, or has no such markers.
pub fn put(path: &Path, name: &str, body: &str) -> Result<()> {
    let document = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let (begin, end) = (format!("<!-- {name} begin -->"), format!("<!-- {name} end -->"));
    let Some((before, rest)) = document.split_once(&begin) else { bail!("{}: no {begin}", path.display()) };
    let Some((_, after)) = rest.split_once(&end) else { bail!("{}: no {end}", path.display()) };
    let whole = format!("{before}{begin}\n\n{}\n\n{end}{after}", body.trim());
    std::fs::write(path, whole).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(value: f64) -> Table {
        let mut table = Table::new("Sizes", "In bytes.", &["image", "flash", "time"]);
        table.row("reader", vec![Cell::Kept(value, 1), Cell::Shown("9".into())]);
        table
    }

    #[test]
    fn what_is_written_is_found_again() {
        let document = format!("# Doc\n\n{}\n## Next\n", sample(12.34).markdown());
        assert_eq!(figure(&document, "Sizes", "reader", "flash"), Some(12.3));
        assert_eq!(figure(&document, "Sizes", "writer", "flash"), None);
        assert_eq!(figure(&document, "Speeds", "reader", "flash"), None);
    }

    #[test]
    fn only_kept_figures_that_got_worse_are_reported() {
        let document = sample(100.0).markdown();
        assert_eq!(worse(&[sample(102.9)], &document), []);
        assert_eq!(worse(&[sample(50.0)], &document), []);
        let found = worse(&[sample(103.2)], &document);
        assert_eq!(found, [Worse { what: "Sizes: reader, flash".into(), committed: 100.0, measured: 103.2 }]);
    }

    #[test]
    fn what_is_shown_after_a_figure_is_not_compared() {
        let mut table = sample(0.0);
        table.rows[0].1[0] = Cell::KeptWith(2.5, 2, " · 900".into());
        assert_eq!(figure(&table.markdown(), "Sizes", "reader", "flash"), Some(2.5));
    }

    #[test]
    fn a_zero_may_not_grow() {
        assert_eq!(worse(&[sample(1.0)], &sample(0.0).markdown()).len(), 1);
    }
}
