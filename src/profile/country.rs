//! Countries: which one a profile or a place of work names, and where people move freely.
//!
//! In: a name, a code, or a place as a posting writes it. Out: a [`Country`], only when the text leaves no doubt.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::nearest;

/// A country, by its ISO 3166 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

/// Code, English name, then other names in use. Sorted by code.
const COUNTRIES: &str = "\
AE|United Arab Emirates|UAE
AL|Albania
AM|Armenia
AR|Argentina
AT|Austria|Österreich
AU|Australia
AZ|Azerbaijan
BA|Bosnia and Herzegovina|Bosnia
BD|Bangladesh
BE|Belgium|Belgique|België
BG|Bulgaria
BH|Bahrain
BO|Bolivia
BR|Brazil|Brasil
BY|Belarus
CA|Canada
CH|Switzerland|Schweiz|Suisse|Svizzera
CL|Chile
CN|China
CO|Colombia
CR|Costa Rica
CY|Cyprus
CZ|Czechia|Czech Republic
DE|Germany|Deutschland
DK|Denmark|Danmark
DO|Dominican Republic
DZ|Algeria
EC|Ecuador
EE|Estonia
EG|Egypt
ES|Spain|España
ET|Ethiopia
FI|Finland|Suomi
FR|France
GB|United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland
GE|Georgia
GH|Ghana
GR|Greece
GT|Guatemala
HK|Hong Kong
HR|Croatia
HU|Hungary
ID|Indonesia
IE|Ireland|Republic of Ireland
IL|Israel
IN|India
IS|Iceland
IT|Italy|Italia
JO|Jordan
JP|Japan
KE|Kenya
KH|Cambodia
KR|South Korea|Korea|Republic of Korea
KZ|Kazakhstan
LB|Lebanon
LI|Liechtenstein
LK|Sri Lanka
LT|Lithuania
LU|Luxembourg
LV|Latvia
MA|Morocco
MD|Moldova
ME|Montenegro
MK|North Macedonia
MT|Malta
MU|Mauritius
MX|Mexico|México
MY|Malaysia
NG|Nigeria
NL|Netherlands|The Netherlands|Nederland|Holland
NO|Norway|Norge
NP|Nepal
NZ|New Zealand
PA|Panama
PE|Peru|Perú
PH|Philippines|The Philippines
PK|Pakistan
PL|Poland|Polska
PR|Puerto Rico
PT|Portugal
PY|Paraguay
QA|Qatar
RO|Romania|România
RS|Serbia
RU|Russia
RW|Rwanda
SA|Saudi Arabia
SE|Sweden|Sverige
SG|Singapore
SI|Slovenia
SK|Slovakia
SV|El Salvador
TH|Thailand
TN|Tunisia
TR|Turkey|Türkiye
TW|Taiwan
TZ|Tanzania
UA|Ukraine
UG|Uganda
US|United States|USA|U.S.|U.S.A.|United States of America
UY|Uruguay
UZ|Uzbekistan
VE|Venezuela
VN|Vietnam|Viet Nam
ZA|South Africa
ZM|Zambia
ZW|Zimbabwe";

/// The European Economic Area and Switzerland.
const FREE_MOVEMENT: &[&str] = &[
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// States and provinces, by code and name, whose country is beyond doubt. The codes stand for them only behind a comma ("Iselin, NJ");
/// those that are as often the code of a country behind a town are not here: AR, CO, DE, ID, IL, IN, MT.
const STATES: &[(&str, &str)] = &[
    (
        "US",
        "AK|AL|AZ|CA|CT|DC|FL|HI|IA|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|\
         Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|\
         Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|\
         New Jersey|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|\
         Tennessee|Texas|Utah|Vermont|Virginia|Wisconsin|West Virginia|Wyoming",
    ),
    ("CA", "ON|QC|BC|AB|MB|NS|NB|SK|Ontario|Quebec|British Columbia|Alberta|Manitoba|Nova Scotia|Saskatchewan"),
    ("IN", "Karnataka|Maharashtra|Telangana|Tamil Nadu|Uttar Pradesh|Haryana|Gujarat|Kerala"),
    ("AU", "NSW|New South Wales|Queensland|South Australia|Western Australia"),
];

/// Towns that stand alone in places of work, and whose country nobody doubts then.
const TOWNS: &[(&str, &str)] = &[
    ("AE", "Dubai|Abu Dhabi"),
    ("AR", "Buenos Aires"),
    ("AT", "Vienna"),
    ("AU", "Sydney|Melbourne|Brisbane"),
    ("BE", "Brussels|Ghent|Antwerp"),
    ("BR", "São Paulo|Rio de Janeiro"),
    ("CA", "Toronto|Montreal|Montréal|Vancouver|Ottawa|Calgary"),
    ("CH", "Zurich|Zürich|Geneva|Basel|Lausanne"),
    ("CL", "Santiago de Chile"),
    ("CN", "Beijing|Shanghai|Shenzhen"),
    ("CO", "Bogotá|Medellín"),
    ("CZ", "Prague|Brno"),
    ("DE", "Berlin|Munich|München|Hamburg|Frankfurt|Cologne|Köln|Stuttgart|Leipzig|Düsseldorf"),
    ("DK", "Copenhagen"),
    ("EE", "Tallinn"),
    ("ES", "Madrid|Barcelona|Valencia|Málaga"),
    ("FI", "Helsinki"),
    ("FR", "Paris|Lyon|Toulouse|Nantes|Bordeaux|Lille"),
    ("GB", "London|Manchester|Edinburgh|Bristol|Leeds|Glasgow"),
    ("GR", "Athens|Thessaloniki"),
    ("HU", "Budapest"),
    ("IE", "Dublin|Cork"),
    ("IL", "Tel Aviv|Jerusalem|Haifa"),
    ("IN", "Bangalore|Bengaluru|Hyderabad|Mumbai|Pune|Chennai|New Delhi|Delhi|Gurgaon|Gurugram|Noida"),
    ("IT", "Milan|Milano|Rome|Roma|Turin|Torino"),
    ("JP", "Tokyo|Osaka"),
    ("KR", "Seoul"),
    ("LT", "Vilnius"),
    ("LV", "Riga"),
    ("MX", "Mexico City|Guadalajara|Monterrey"),
    ("NL", "Amsterdam|Rotterdam|Utrecht|The Hague|Eindhoven"),
    ("NO", "Oslo"),
    ("PL", "Warsaw|Kraków|Krakow|Wrocław|Gdańsk"),
    ("PT", "Lisbon|Lisboa|Porto"),
    ("RO", "Bucharest|Cluj Napoca"),
    ("RS", "Belgrade"),
    ("SE", "Stockholm|Gothenburg|Malmö"),
    ("TR", "Istanbul"),
    ("TW", "Taipei"),
    ("UA", "Kyiv|Lviv"),
    (
        "US",
        "San Francisco|SF|San Francisco Bay Area|Bay Area|New York|New York City|NYC|Los Angeles|Palo Alto|Mountain View|Seattle|Boston|Chicago|\
         Austin|Denver|Atlanta|Miami|Brooklyn|San Mateo|Sunnyvale|Menlo Park|Redwood City|Santa Clara|San Jose|San Diego|Torrance|El Segundo|\
         Bellevue|Dallas|Houston|Philadelphia|Pittsburgh|Salt Lake City|Phoenix|Nashville|Minneapolis|Silicon Valley",
    ),
    ("VN", "Hanoi|Ho Chi Minh City"),
];

/// Words that stand beside a country in a place of work and say nothing about where it is.
const NOISE: &[&str] = &[
    "remote",
    "remotely",
    "hybrid",
    "onsite",
    "on",
    "site",
    "only",
    "based",
    "in",
    "anywhere",
    "within",
    "fully",
    "office",
    "hq",
    "headquarters",
    "home",
    "work",
    "from",
    "or",
    "and",
    "en",
    "hibrido",
    "homeoffice",
    "hybride",
    "presencial",
    "remota",
    "remoto",
    "teletrabajo",
    "teletravail",
];

impl Country {
    /// Every country known here, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        COUNTRIES.lines().filter_map(|line| Some(Self(line.split('|').next()?)))
    }

    /// ISO 3166 code of two letters.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// English name.
    pub fn name(self) -> &'static str {
        names_of(self).next().unwrap_or(self.0)
    }

    /// Whether its citizens may work in every country of which this is true: the European Economic Area and Switzerland.
    pub fn has_free_movement(self) -> bool {
        FREE_MOVEMENT.contains(&self.0)
    }

    /// The country of that code or name, in any letter case.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::all().find(|country| country.0.eq_ignore_ascii_case(text)).or_else(|| Self::of_words(&folded_words(text)))
    }

    /// The countries that a place of work names ("Remote (United States | Canada)", "Porto, Portugal"), sorted. Where it names none, those of
    /// its states ("Iselin, NJ"), and where it names neither, those of its towns ("San Francisco"), if they are well known.
    ///
    /// Bare two-letter codes of countries are not read, `US` and `UK` apart: they are as often states ("Wilmington, DE"). Neither is
    /// a name that is followed by a comma and something else ("Lebanon, PA"): that is a town.
    pub fn all_in(place: &str) -> Vec<Self> {
        let mut found = Self::named_in(place);
        if found.is_empty() {
            found = Self::of_states(place);
        }
        if found.is_empty() {
            found = pieces(place).filter_map(|(words, _)| BY_TOWN.get(&words.join(" ")).copied()).collect();
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn named_in(place: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut candidate: Option<Self> = None;
        for (words, ends_with_comma) in pieces(place) {
            // Georgia is as often the state.
            let country = Self::of_words(&words).filter(|country| country.0 != "GE");
            if country.is_some() {
                found.extend(candidate.take());
            }
            candidate = None;
            match country {
                Some(country) if ends_with_comma => candidate = Some(country),
                Some(country) => found.push(country),
                None => {}
            }
        }
        found.extend(candidate);
        found
    }

    /// A state behind a comma, by code or name.
    fn of_states(place: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut follows_comma = false;
        for piece in split(place) {
            let mut words = folded_words(piece);
            if follows_comma {
                // With all its words first: OR is Oregon, and one of those that say nothing.
                let whole = BY_STATE.get(&words.join(" "));
                words.retain(|word| !NOISE.contains(&word.as_str()));
                found.extend(whole.or_else(|| BY_STATE.get(&words.join(" "))).copied());
            }
            follows_comma = piece.ends_with(',');
        }
        found
    }

    /// Whether a place of work names anything besides countries and words such as "remote" or "office": as a rule a town.
    pub fn has_more_than_countries(place: &str) -> bool {
        pieces(place).any(|(words, _)| Self::of_words(&words).is_none())
    }

    fn of_words(words: &[String]) -> Option<Self> {
        BY_NAME.get(&words.join(" ")).copied()
    }
}

fn split(place: &str) -> impl Iterator<Item = &str> {
    place.split_inclusive([',', ';', '|', '/', '(', ')', '-', '–', '—', '·', '•'])
}

/// The parts of a place of work that say where it is, in folded words, and whether a comma follows.
fn pieces(place: &str) -> impl Iterator<Item = (Vec<String>, bool)> {
    split(place).filter_map(|piece| {
        let mut words = folded_words(piece);
        words.retain(|word| !NOISE.contains(&word.as_str()));
        (!words.is_empty()).then(|| (words, piece.ends_with(',')))
    })
}

static BY_NAME: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| {
    let names = Country::all().flat_map(|country| names_of(country).map(move |name| (name, country)));
    names.map(|(name, country)| (folded_words(name).join(" "), country)).collect()
});

static BY_STATE: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| by_name(STATES));
static BY_TOWN: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| by_name(TOWNS));

fn by_name(table: &'static [(&'static str, &'static str)]) -> BTreeMap<String, Country> {
    let names = table.iter().flat_map(|(code, names)| names.split('|').map(|name| (name, Country(code))));
    names.map(|(name, country)| (folded_words(name).join(" "), country)).collect()
}

fn names_of(country: Country) -> impl Iterator<Item = &'static str> {
    COUNTRIES
        .lines()
        .find(|line| line.split('|').next() == Some(country.0))
        .into_iter()
        .flat_map(|line| line.split('|').skip(1))
}

/// The words of a text in lower case, without accents and punctuation; dots inside abbreviations vanish (`U.S.` is `us`).
pub fn folded_words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfd()
        .filter(|c| *c != '.' && !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The names of countries and well-known towns.
fn known_places() -> impl Iterator<Item = &'static str> {
    let towns = TOWNS.iter().flat_map(|(_, towns)| towns.split('|'));
    COUNTRIES.lines().flat_map(|line| line.split('|').skip(1)).chain(towns)
}

/// The place that was probably meant by one that is none: `Lisbonn`. Any other town may be one that is not well known.
pub(super) fn misspelt(text: &str) -> Option<&'static str> {
    const SLIP: f64 = 0.75;
    let last = last_part(text);
    if !Country::all_in(text).is_empty() || Country::find(last).is_some() {
        return None;
    }
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&last.to_lowercase(), &name.to_lowercase());
    nearest(last, known_places()).filter(|near| likeness(near) >= SLIP)
}

/// What stands last in a place, the country where it has one.
pub(super) fn last_part(text: &str) -> &str {
    text.rsplit(',').next().unwrap_or_default().trim()
}

/// Town and country of a place of residence such as `Porto, Portugal`.
pub(super) fn place(text: &str) -> (Option<String>, Option<Country>) {
    let country = Country::all_in(text).first().copied();
    let first = text.split(',').next().unwrap_or_default().trim();
    let is_town = !first.is_empty() && Country::find(first).is_none();
    (is_town.then(|| first.to_owned()), country)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(place: &str) -> Vec<&'static str> {
        Country::all_in(place).into_iter().map(Country::code).collect()
    }

    #[test]
    fn reads_countries_only_where_there_is_no_doubt() {
        for (place, expected) in [
            ("Porto, Portugal", &["PT"][..]),
            ("Remote (United States | Canada)", &["CA", "US"]),
            ("Remote - US", &["US"]),
            ("US Remote", &["US"]),
            ("Remote U.S.", &["US"]),
            ("Reading, UK", &["GB"]),
            ("United States, Canada", &["CA", "US"]),
            ("Lebanon, PA", &["US"]),
            ("Lebanon, PA, USA", &["US"]),
            ("Wilmington, DE", &[]),
            ("Atlanta, Georgia", &["US"]),
            ("Batumi, Georgia", &[]),
            ("Iselin, NJ", &["US"]),
            ("Minneapolis, MN, US", &["US"]),
            ("San Francisco, CA - US", &["US"]),
            ("Toronto, ON", &["CA"]),
            ("Hyderabad, Telangana", &["IN"]),
            ("Boston, Massachusetts", &["US"]),
            ("San Francisco Office", &["US"]),
            ("New York, NY (HQ)", &["US"]),
            ("London, Ontario", &["CA"]),
            ("Portland, OR", &["US"]),
            ("London | Lisbon", &["GB", "PT"]),
            ("Springfield", &[]),
            ("Hybrid", &[]),
            ("", &[]),
            ("España - remote", &["ES"]),
            ("En remoto (España)", &["ES"]),
        ] {
            assert_eq!(codes(place), expected, "{place}");
        }
    }

    #[test]
    fn words_that_say_nothing_are_no_town() {
        assert!(!Country::has_more_than_countries("En remoto (España)"));
        assert!(Country::has_more_than_countries("Leeds, UK (remote)"));
    }

    #[test]
    fn finds_a_country_by_code_and_by_any_name() {
        assert_eq!(Country::find("de").map(Country::name), Some("Germany"));
        assert_eq!(Country::find("the netherlands").map(Country::code), Some("NL"));
        assert_eq!(Country::find("Turkiye").map(Country::code), Some("TR"));
        assert_eq!(Country::find("Atlantis"), None);
    }

    #[test]
    fn the_tables_are_sorted_and_agree() {
        let codes: Vec<_> = Country::all().map(Country::code).collect();
        assert!(codes.is_sorted());
        assert!(FREE_MOVEMENT.is_sorted());
        assert!(FREE_MOVEMENT.iter().all(|code| codes.contains(code)));
    }
}
