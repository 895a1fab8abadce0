//! The one shape of every upsert: what is the same is not touched, what is new or changed is written by one statement.

/// The parts of an upsert from the staged rows `s` over the rows `o` that are there.
pub struct Upsert {
    pub table: &'static str,
    /// What the staged rows are joined with, beside `o`.
    pub joins: &'static str,
    /// Columns written to new rows, with what is written.
    pub values: Vec<(&'static str, String)>,
    /// Those of them that are compared, and written to rows that are there.
    pub compared: Vec<&'static str>,
    /// Further assignments to rows that change.
    pub also: String,
    /// Which rows that are there may be changed, of `o` and of the table.
    pub allowed: fn(&str) -> String,
}

impl Upsert {
    /// The statement; `$1` is the round. Answers how many rows were created and how many updated.
    ///
    /// Rows are compared before they are inserted, because ON CONFLICT alone would lock each unchanged row and
    /// so write it after all. A row that changed between the two is still settled by ON CONFLICT.
    pub fn statement(&self) -> String {
        let Self { table, joins, also, .. } = self;
        let selected = list(self.values.iter().map(|(column, value)| format!("{value} AS {column}")));
        let columns = list(self.values.iter().map(|(column, _)| (*column).to_owned()));
        let compared = || self.values.iter().filter(|(column, _)| self.compared.contains(column));
        let differs = if self.compared.is_empty() {
            "false".to_owned()
        } else {
            format!(
                "ROW({}) IS DISTINCT FROM ROW({})",
                list(compared().map(|(column, _)| format!("o.{column}"))),
                list(compared().map(|(_, value)| value.clone()))
            )
        };
        let assigned: String =
            compared().map(|(column, _)| format!("{column} = EXCLUDED.{column}, ")).collect();
        let (allowed, allowed_still) = ((self.allowed)("o"), (self.allowed)("t"));
        format!(
            "WITH incoming AS (
                 SELECT {selected}
                 FROM import_rows s {joins} LEFT JOIN {table} o ON o.external_id = s.external_id
                 WHERE s.round = $1 AND (o.id IS NULL OR ({allowed} AND {differs}))
             ), written AS (
                 INSERT INTO {table} AS t ({columns})
                 SELECT {columns} FROM incoming ORDER BY external_id COLLATE \"C\"
                 ON CONFLICT (external_id) WHERE external_id IS NOT NULL DO UPDATE SET {assigned}{also} WHERE {allowed_still}
                 RETURNING t.xmax = 0 AS created
             )
             SELECT count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) FROM written"
        )
    }
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
