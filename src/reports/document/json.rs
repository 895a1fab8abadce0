//! A document as JSON, in the form that the contract names. Figures are rounded to four decimals, counts are exact.

use serde_json::{Map, Number, Value, json};

use super::{Cell, Cells, Document, Line, round};

impl Document {
    /// One object: the rows are those of its own section, and every other section stands beside them by its name.
    #[must_use]
    pub fn json(&self) -> Value {
        let lines = |name: &str, lines: &[Line]| -> Value {
            lines
                .iter()
                .map(|line| {
                    let mut object = object(&line.cells);
                    object.insert(name.to_owned(), line.name.as_deref().map_or(Value::Null, Value::from));
                    Value::Object(object)
                })
                .collect()
        };
        let rows = self.sections.iter().find(|section| section.name == self.rows);
        let others: Map<String, Value> = self
            .sections
            .iter()
            .filter(|section| section.name != self.rows)
            .map(|section| (section.name.to_owned(), lines(section.name, &section.lines)))
            .collect();
        let before = self.before.as_ref().map(|(period, cells)| {
            let mut object = object(cells);
            object.insert("from".to_owned(), json!(period.from()));
            object.insert("to".to_owned(), json!(period.to()));
            object
        });
        let change = self.change.map(|change| {
            json!({ "difference": round(change.difference), "p": round(change.p), "significant": change.significant })
        });
        json!({
            "report": self.report,
            "from": self.period.from(),
            "to": self.period.to(),
            "definitions": self.definitions,
            "rows": rows.map_or_else(|| json!([]), |section| lines(section.name, &section.lines)),
            "sections": others,
            "total": object(&self.total),
            "before": before,
            "change": change,
        })
    }
}

fn object(cells: &Cells) -> Map<String, Value> {
    cells
        .iter()
        .filter_map(|(name, cell)| {
            let value = match cell {
                Cell::Words(words) => words.as_str().into(),
                Cell::Count(count) => (*count).into(),
                Cell::Number(number) | Cell::Share(number) => json!(round(*number)),
                Cell::Money(amount) => money(amount),
                Cell::Day(day) => json!(day),
                Cell::Yes(yes) => (*yes).into(),
                Cell::Nothing => Value::Null,
                Cell::Tree(value) => value.clone(),
                Cell::OnlyInFiles(_) => return None,
            };
            Some((name.clone().into_owned(), value))
        })
        .collect()
}

/// Money as a number: programs add it up. It is exact in its digits, as JSON has them.
pub(in crate::reports) fn money(amount: &bigdecimal::BigDecimal) -> Value {
    let digits = amount.normalized().to_plain_string();
    digits.parse::<Number>().map_or_else(|_| digits.into(), Value::Number)
}
