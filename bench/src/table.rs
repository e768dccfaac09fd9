//! Tables on the terminal. Knows nothing of what is in them.

/// A table that prints itself in Markdown, so that it can be kept.
pub struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with a title and the names of its columns.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        Table { title: title.into(), rows: vec![to_owned(columns)] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[&str]) {
        self.rows.push(to_owned(cells));
    }

    /// Prints everything. The first column is aligned to the left, the others to the right.
    pub fn print(&self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            self.rows.iter().filter_map(move |row| row.get(column)).map(|cell| cell.chars().count())
        };
        let widths: Vec<usize> =
            (0..columns).map(|column| width(column).max().unwrap_or_default()).collect();
        println!("\n{}\n", self.title);
        for (index, row) in self.rows.iter().enumerate() {
            println!("{}", line(row, &widths));
            if index == 0 {
                let rule = |(i, width): (usize, &usize)| match i {
                    0 => "-".repeat(*width),
                    _ => format!("{}:", "-".repeat(width.saturating_sub(1))),
                };
                let rules: Vec<String> = widths.iter().enumerate().map(rule).collect();
                println!("| {} |", rules.join(" | "));
            }
        }
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cell = |(index, width): (usize, &usize)| {
        let text = row.get(index).map_or("", String::as_str);
        let gap = " ".repeat(width.saturating_sub(text.chars().count()));
        if index == 0 { format!("{text}{gap}") } else { format!("{gap}{text}") }
    };
    let cells: Vec<String> = widths.iter().enumerate().map(cell).collect();
    format!("| {} |", cells.join(" | "))
}

fn to_owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
