//! Salary.

use super::*;

type Pay = Option<(Option<f64>, Option<f64>, Option<String>, Option<Period>)>;

fn pay_of(location: &str, text: &str) -> Pay {
    facts_in(SectionKind::Intro, "Engineer", location, text).salary.map(|s| (s.min, s.max, s.currency, s.period))
}

#[expect(clippy::unnecessary_wraps, reason = "the tables compare what was found or not")]
fn pay(low: f64, high: f64, currency: &str, period: Period) -> Pay {
    Some((Some(low), Some(high), Some(currency.to_owned()), Some(period)))
}

fn year(low: f64, high: f64, currency: &str) -> Pay {
    pay(low, high, currency, Period::Year)
}

#[test]
fn ranges_and_their_forms() {
    check(
        &[
            ("The salary range is $120,000 - $150,000.", year(120_000.0, 150_000.0, "USD")),
            ("$120,000—$150,000 USD", year(120_000.0, 150_000.0, "USD")),
            ("Salary: $120k-150k", year(120_000.0, 150_000.0, "USD")),
            ("Salary: $120-150k", year(120_000.0, 150_000.0, "USD")),
            ("Salary: $154-190,000 DOE", year(154_000.0, 190_000.0, "USD")),
            ("Pay range: $104,650.00 - $189,175.00", year(104_650.0, 189_175.0, "USD")),
            ("Compensation: USD 90,000 to USD 110,000 per annum", year(90_000.0, 110_000.0, "USD")),
            ("Base salary is USD$80,000 per year - USD$95,000 per year.", year(80_000.0, 95_000.0, "USD")),
            ("$160K–$200K + equity", year(160_000.0, 200_000.0, "USD")),
            ("115k - 180k USD", year(115_000.0, 180_000.0, "USD")),
            ("We offer €45.000 - € 70.000 per year.", year(45_000.0, 70_000.0, "EUR")),
            ("Gehalt: 60.000 – 75.000 € brutto pro Jahr", year(60_000.0, 75_000.0, "EUR")),
            ("Salaire : 45 000 € à 55 000 € brut annuel", year(45_000.0, 55_000.0, "EUR")),
            ("Salary CHF 110'000 - 130'000", year(110_000.0, 130_000.0, "CHF")),
            ("Salary: £55,000 to £65,000", year(55_000.0, 65_000.0, "GBP")),
            ("CTC: ₹40–60L", year(4_000_000.0, 6_000_000.0, "INR")),
            ("Salary 12,00,000 - 18,00,000 INR per annum", year(1_200_000.0, 1_800_000.0, "INR")),
            ("Wynagrodzenie: 18 000 - 24 000 zł miesięcznie", pay(18_000.0, 24_000.0, "PLN", Period::Month)),
            ("Salario: 35.000€ - 42.000€ brutos anuales", year(35_000.0, 42_000.0, "EUR")),
            ("RAL 35.000 - 45.000 €", year(35_000.0, 45_000.0, "EUR")),
            ("Salário: R$ 8.000 - R$ 10.000 por mês", pay(8_000.0, 10_000.0, "BRL", Period::Month)),
            ("Salary: 600 000 - 750 000 SEK per year", year(600_000.0, 750_000.0, "SEK")),
            ("Salary ¥8,000,000 - ¥12,000,000 per year", year(8_000_000.0, 12_000_000.0, "JPY")),
            ("The pay range is $25.00 - $35.00/hr.", pay(25.0, 35.0, "USD", Period::Hour)),
            ("Rate: £500 - £600 per day", pay(500.0, 600.0, "GBP", Period::Day)),
            ("Salary: €2,000 – €2,600 gross per month", pay(2_000.0, 2_600.0, "EUR", Period::Month)),
        ],
        |text| pay_of("", text),
    );
}

#[test]
fn single_amounts_and_bounds() {
    check(
        &[
            ("The salary for this role is $150,000.", year(150_000.0, 150_000.0, "USD")),
            ("Salary up to €80,000 per year", Some((None, Some(80_000.0), Some("EUR".to_owned()), Some(Period::Year)))),
            ("Salary from £60,000 per year", Some((Some(60_000.0), None, Some("GBP".to_owned()), Some(Period::Year)))),
            ("Compensation: $150k+", Some((Some(150_000.0), None, Some("USD".to_owned()), Some(Period::Year)))),
            ("Salary\n$130,000 annually", year(130_000.0, 130_000.0, "USD")),
        ],
        |text| pay_of("", text),
    );
}

#[test]
fn bands_run_from_the_lowest_to_the_highest() {
    check(
        &[
            (
                "Zone A: USD $135,200 - USD $169,000\nZone B: USD $115,000 - USD $143,700",
                year(115_000.0, 169_000.0, "USD"),
            ),
            ("Base salary: $100,000 - $120,000. OTE: $150,000 - $180,000.", year(100_000.0, 120_000.0, "USD")),
        ],
        |text| pay_of("", text),
    );
}

#[test]
fn the_dollar_of_the_place() {
    check(
        &[
            ("Toronto, Canada", year(120_000.0, 145_000.0, "CAD")),
            ("Sydney, Australia", year(120_000.0, 145_000.0, "AUD")),
            ("Singapore", year(120_000.0, 145_000.0, "SGD")),
            ("Denver, CO", year(120_000.0, 145_000.0, "USD")),
            ("United States or Canada", year(120_000.0, 145_000.0, "USD")),
        ],
        |location| pay_of(location, "Salary: $120,000 - $145,000"),
    );
    assert_eq!(pay_of("Denver, CO", "Salary: CA$120,000 - CA$145,000"), year(120_000.0, 145_000.0, "CAD"));
    assert_eq!(pay_of("Toronto", "Salary: $120,000 - $145,000 USD"), year(120_000.0, 145_000.0, "USD"));
}

#[test]
fn money_that_is_not_pay() {
    check(
        &[
            ("We raised $34m from well-known investors.", None),
            ("We have raised $145,000 - $200,000 in funding.", None),
            ("Our valuation is $3.1B.", None),
            ("Benefits include 401k and dental.", None),
            ("401(k) with a 4% match", None),
            ("Competitive compensation, stock options and 401k", None),
            ("A learning budget of €1,500 per year", None),
            ("A $5,000 sign-on bonus", None),
            ("Referral bonus of $2,000", None),
            ("Commuter benefit: $300 per month", None),
            ("Home office stipend of $1,000", None),
            ("Customers save $100,000 - $200,000 a year.", None),
            ("We process $500,000 in payments every day.", None),
            ("Revenue grew from $20,000 to $50,000.", None),
            ("Our 100K+ users love it.", None),
        ],
        |text| pay_of("", text),
    );
}

#[test]
fn a_year_of_pay() {
    let salary = |min, max, period| Salary { min, max, currency: None, period, text: String::new() };
    assert_eq!(yearly(&salary(Some(50.0), Some(60.0), Some(Period::Hour))), Some((104_000.0, 124_800.0)));
    assert_eq!(yearly(&salary(Some(400.0), None, Some(Period::Day))), Some((104_000.0, 104_000.0)));
    assert_eq!(yearly(&salary(None, Some(1_000.0), Some(Period::Week))), Some((52_000.0, 52_000.0)));
    assert_eq!(yearly(&salary(Some(5_000.0), Some(6_000.0), Some(Period::Month))), Some((60_000.0, 72_000.0)));
    assert_eq!(yearly(&salary(Some(5_000.0), Some(6_000.0), None)), None);
}

#[test]
fn ranges_in_words_and_in_headers() {
    let single = |low: f64| Some((Some(low), Some(low), Some("USD".to_owned()), Some(Period::Year)));
    check(
        &[
            (
                "Base pay ranges from $120,000/year in our lowest market up to $180,000/year in our highest market.",
                year(120_000.0, 180_000.0, "USD"),
            ),
            (
                "The salary range is between $120,000 [lowest region] to $180,000 [highest region].",
                year(120_000.0, 180_000.0, "USD"),
            ),
            ("Salary: $170k + bonus", single(170_000.0)),
            ("Salary: $170k+", Some((Some(170_000.0), None, Some("USD".to_owned()), Some(Period::Year)))),
            ("Salary: 164700 - 280100(USD) USD a year", year(164_700.0, 280_100.0, "USD")),
            ("3.900 bis 4.600 Euro brutto im Monat", pay(3_900.0, 4_600.0, "EUR", Period::Month)),
            (
                "Our client needs an engineer for six months at £600 to £650 per day.",
                pay(600.0, 650.0, "GBP", Period::Day),
            ),
            ("Salary range: $90,000.00 - $95,000.00Benefits follow.", year(90_000.0, 95_000.0, "USD")),
            ("$250 monthly lunch stipend", None),
            (
                "Salary in the US: $100,000 - $120,000 USD. In Canada: $130,000 - $140,000 CAD or $125,000 - $150,000 CAD.",
                year(100_000.0, 120_000.0, "USD"),
            ),
        ],
        |text| pay_of("", text),
    );
    assert_eq!(pay_of("Melbourne, FL", "Salary: $90,000 - $95,000"), year(90_000.0, 95_000.0, "USD"));
    let header = |title| facts_in(SectionKind::Intro, title, "", "We build things.").salary.map(|s| (s.min, s.max));
    assert_eq!(header("Harvest | SRE | Austin, TX | 90K - 150K | ONSITE"), Some((Some(90_000.0), Some(150_000.0))));
    assert_eq!(header("Harvest | SRE | serving 90K - 150K users | ONSITE"), None);
}

#[test]
fn endless_lists_of_amounts_are_cut() {
    let many = "$120k-150k | ".repeat(20_000);
    let found = facts_in(SectionKind::Intro, &many, &many, &many).salary.unwrap();
    assert_eq!((found.min, found.max), (Some(120_000.0), Some(150_000.0)));
    // What stands after the first hundreds is not read.
    let text = format!("{}Salary: $900k - $990k", "Salary: $120k-150k\n".repeat(1_000));
    assert_eq!(pay_of("", &text), year(120_000.0, 150_000.0, "USD"));
}
