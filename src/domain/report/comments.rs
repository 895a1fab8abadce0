//! What customers say in their own words, and which of them stand out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{
    cut::View,
    log_odds::{Counts, LEAST, STANDS_OUT, z_scores},
    nps::NpsCategory,
    share::Share,
};

coded! {
    /// Where something was said.
    pub enum Place {
        /// The comment of an answer.
        Comment = "comment",
        /// What would bring the customer back.
        BringBack = "bring_back",
        /// What was noted when the customer left.
        Departure = "departure",
    }
}

/// Which texts of a view are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Where they were said.
    pub place: Place,
    /// By whom, where it is limited.
    pub group: Option<NpsCategory>,
    /// What they must have.
    pub sought: Option<Sought>,
}

impl Chosen {
    /// All comments of answers.
    #[must_use]
    pub const fn everything() -> Self {
        Self { place: Place::Comment, group: None, sought: None }
    }
}

/// What a text must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Words as typed, in any of their forms.
    Typed(String),
    /// A theme: one or two forms in a row.
    Theme(Theme),
}

/// A word or two in a row, by their forms in the index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Theme(pub Vec<String>);

impl Theme {
    /// Reads `достав` or `достав+курьер`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let forms: Vec<String> = text.split('+').map(str::to_owned).collect();
        let fits =
            |form: &String| !form.is_empty() && form.len() <= 200 && form.chars().all(char::is_alphanumeric);
        ((1..=2).contains(&forms.len()) && forms.iter().all(fits)).then_some(Self(forms))
    }

    /// As the database asks for it. Its forms are letters and digits, so that quotes are all they need.
    #[must_use]
    pub fn query(&self) -> String {
        self.0.iter().map(|form| format!("'{form}'")).collect::<Vec<_>>().join(" <-> ")
    }
}

impl std::fmt::Display for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("+"))
    }
}

/// The themes of one text: each word form, and each two that stand in a row. Numbers, addresses and single letters are
/// no themes.
///
/// `forms` is a text search vector as PostgreSQL writes it: `'form':1,4 'другая':2`.
#[must_use]
pub fn themes(forms: &str) -> BTreeSet<Theme> {
    let mut places: BTreeMap<u32, &str> = BTreeMap::new();
    let mut found = BTreeSet::new();
    let mut rest = forms;
    while let Some((form, places_of, after)) = next_form(rest) {
        rest = after;
        let telling = form.chars().count() > 1 && form.chars().all(char::is_alphabetic);
        if !telling {
            continue;
        }
        found.insert(Theme(vec![form.to_owned()]));
        for place in places_of.split(',') {
            if let Ok(place) = place.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse() {
                places.insert(place, form);
            }
        }
    }
    for (place, form) in &places {
        if let Some(after) = places.get(&(place + 1)) {
            found.insert(Theme(vec![(*form).to_owned(), (*after).to_owned()]));
        }
    }
    found
}

/// The first form of a vector, its places, and what follows; a form with a quote in it is passed over whole.
fn next_form(vector: &str) -> Option<(&str, &str, &str)> {
    let body = vector.trim_start().strip_prefix('\'')?;
    let mut end = None;
    let mut bytes = body.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\'' {
            if bytes.peek().is_some_and(|(_, next)| *next == b'\'') {
                bytes.next();
            } else {
                end = Some(at);
                break;
            }
        }
    }
    let (form, after) = body.split_at(end?);
    let after = after.get(1..)?;
    let stop = after.find(' ').unwrap_or(after.len());
    let (places, rest) = after.split_at(stop);
    Some((form, places.strip_prefix(':').unwrap_or_default(), rest))
}

/// A theme that stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is asked for by a click.
    pub theme: Theme,
    /// As most customers write it.
    pub words: String,
    /// Of the texts of the view.
    pub here: Share,
    /// Of the others.
    pub rest: Share,
    /// How far it stands out, in standard errors; less than nought: rarer here.
    pub z: f64,
}

/// What the texts of a view are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The same filters on other days.
    OtherDays,
    /// The other texts of these days.
    OtherTexts,
}

/// The themes of a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Themes {
    /// How many texts were taken apart.
    pub texts: u64,
    /// Of how many: more than that only where the newest were taken.
    pub of: u64,
    /// With what they were compared, and how many texts that were; none where there is nothing else.
    pub against: Option<(Against, u64)>,
    /// Words that are more frequent, or rarer, than elsewhere, the most striking first.
    pub words: Vec<Told>,
    /// The same of two words in a row.
    pub pairs: Vec<Told>,
    /// The most frequent words, whatever else is said.
    pub frequent: Vec<Told>,
}

/// Rows of each list of themes.
pub const MOST: usize = 20;

/// Counts of themes in texts, as they come.
#[derive(Debug, Default)]
pub struct Tally {
    counts: HashMap<Theme, Counts>,
    here: u64,
    rest: u64,
}

impl Tally {
    /// Adds a text of the view, or of the others.
    pub fn add(&mut self, forms: &str, here: bool) {
        let of = if here { &mut self.here } else { &mut self.rest };
        *of += 1;
        for theme in themes(forms) {
            let counts = self.counts.entry(theme).or_default();
            if here {
                counts.here += 1;
            } else {
                counts.rest += 1;
            }
        }
    }

    /// The themes that stand out: words and pairs each among themselves. `words` of each are its forms until somebody
    /// says how people write it.
    #[must_use]
    pub fn told(&self, of: u64, against: Option<Against>) -> Themes {
        let words = self.standing_out(1);
        let pairs = self.standing_out(2);
        let mut frequent: Vec<Told> = self
            .counts
            .iter()
            .filter(|(theme, counts)| theme.0.len() == 1 && counts.here >= LEAST)
            .map(|(theme, counts)| self.one(theme, *counts, 0.0))
            .collect();
        frequent.sort_by(|one, other| {
            other.here.count().cmp(&one.here.count()).then_with(|| one.theme.cmp(&other.theme))
        });
        frequent.truncate(MOST);
        let against = against.filter(|_| self.rest > 0).map(|against| (against, self.rest));
        Themes { texts: self.here, of, against, words, pairs, frequent }
    }

    fn one(&self, theme: &Theme, counts: Counts, z: f64) -> Told {
        Told {
            theme: theme.clone(),
            words: theme.0.join(" "),
            here: Share::new(counts.here, self.here),
            rest: Share::new(counts.rest, self.rest),
            z,
        }
    }

    fn standing_out(&self, length: usize) -> Vec<Told> {
        let all: Vec<(&Theme, Counts)> = self
            .counts
            .iter()
            .filter(|(theme, _)| theme.0.len() == length)
            .map(|(theme, counts)| (theme, *counts))
            .collect();
        let counts: Vec<Counts> = all.iter().map(|(_, counts)| *counts).collect();
        let mut told: Vec<Told> = all
            .into_iter()
            .zip(z_scores(&counts))
            .filter(|((_, counts), z)| counts.here >= LEAST && z.abs() > STANDS_OUT)
            .map(|((theme, counts), z)| self.one(theme, counts, z))
            .collect();
        told.sort_by(|one, other| {
            other.z.abs().total_cmp(&one.z.abs()).then_with(|| one.theme.cmp(&other.theme))
        });
        told.truncate(MOST);
        told
    }
}

/// What is said in a view.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentsReport {
    /// What is counted.
    pub view: View,
    /// Which of it.
    pub chosen: Chosen,
    /// How many texts there are.
    pub count: u64,
    /// Whether all were looked through for the words; if not, these are those of the newest.
    pub whole: bool,
    /// Whether the words looked for are only such as everybody uses.
    pub meaningless: bool,
    /// The forms of the words looked for.
    pub stems: Vec<String>,
    /// The ids of the texts that are shown, newest first.
    pub ids: Vec<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(forms: &str) -> Vec<String> {
        themes(forms).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn themes_are_words_and_neighbours() {
        assert_eq!(
            texts("'14':3 'o''r':6 'быстр':1 'достав':2,5 'курьер':4 'я':7"),
            ["быстр", "быстр+достав", "достав", "курьер", "курьер+достав"]
        );
        assert_eq!(texts("'a@b.example':1 'слов'"), ["слов"]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("'не кончен"), [""; 0]);
    }

    #[test]
    fn a_theme_of_an_address_holds_no_operators() {
        assert_eq!(Theme::parse("достав+курьер").unwrap().query(), "'достав' <-> 'курьер'");
        for bad in ["", "+", "a+b+c", "a'b", "a&b", "a b", "!a", "a\\"] {
            assert_eq!(Theme::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_stands_out_is_told_and_what_is_rare_is_not() {
        let mut tally = Tally::default();
        for number in 0..60 {
            tally.add(if number < 40 { "'курьер':1 'опозда':2" } else { "'чай':1 'вкусн':2" }, true);
            tally.add(if number < 4 { "'курьер':1 'опозда':2" } else { "'чай':1 'вкусн':2" }, false);
        }
        (0..4).for_each(|_| tally.add("'слон':1", true));
        let told = tally.told(64, Some(Against::OtherDays));
        let names: Vec<_> = told.words.iter().map(|one| one.words.as_str()).collect();
        assert_eq!(names, ["курьер", "опозда", "вкусн", "чай"]);
        assert!(told.words[0].z > 2.0 && told.words[3].z < -2.0);
        assert_eq!(told.words[0].here, Share::new(40, 64));
        assert_eq!(told.words[0].rest, Share::new(4, 60));
        // Of two pairs each stands out as much as the other, one up and one down.
        let pair = told.pairs.iter().find(|one| one.theme.to_string() == "курьер+опозда");
        assert!(pair.is_some_and(|one| one.z > 2.0), "{:?}", told.pairs);
        assert_eq!(told.against, Some((Against::OtherDays, 60)));
        assert_eq!(told.frequent[0].here.count(), 40);
    }
}
