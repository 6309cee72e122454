//! Numbers at the edges: of 128 bits, of the digits that are read, of the limit. Documents seldom come there.

use rust_decimal::Decimal;

use super::*;

/// Any whole number or fraction, however long.
fn exact(text: &str) -> Number {
    Number::parse_exact(text).unwrap()
}

/// 2^127 − 1, the greatest part that is kept short, and its neighbours.
const GREATEST: &str = "170141183460469231731687303715884105727";
const BEYOND: &str = "170141183460469231731687303715884105728";
const LEAST: &str = "-170141183460469231731687303715884105728";

#[test]
fn results_beyond_128_bits_are_exact_and_come_back() {
    let (greatest, beyond, one) = (exact(GREATEST), exact(BEYOND), Number::ONE);
    assert!(greatest.small().is_some() && beyond.small().is_none());
    assert_eq!(greatest.add(&one).unwrap(), beyond);
    assert_eq!(beyond.sub(&one).unwrap(), greatest);
    assert_eq!(beyond.neg(), exact(LEAST));
    assert_eq!(beyond.neg().neg(), beyond);
    assert_eq!(beyond.neg().abs(), beyond);
    assert_eq!(beyond.abs(), beyond);
    assert!(beyond.neg().is_negative() && !beyond.is_negative());
    assert!(beyond.is_integer() && !exact("1/170141183460469231731687303715884105729").is_integer());
    // Two that fit, whose sum or difference over one denominator does not.
    let third = exact("170141183460469231731687303715884105727/3");
    assert_eq!(third.add(&third).unwrap().to_string(), "340282366920938463463374607431768211454/3");
    // A product, and a quotient that undoes it.
    let square = greatest.mul(&greatest).unwrap();
    assert_eq!(square, exact("28948022309329048855892746252171976962977213799489202546401021394546514198529"));
    assert_eq!(square.div(&greatest).unwrap().unwrap(), greatest);
    assert_eq!(one.div(&square).unwrap().unwrap().mul(&square).unwrap(), one);
    // Over two long denominators.
    let (a, b) =
        (exact("1/170141183460469231731687303715884105727"), exact("1/170141183460469231731687303715884105725"));
    let product = "28948022309329048855892746252171976962636931432568264082937646787114745987075";
    let sum = a.add(&b).unwrap();
    assert_eq!(sum.to_string(), format!("340282366920938463463374607431768211452/{product}"));
    assert_eq!(sum.sub(&b).unwrap(), a);
}

#[test]
fn parts_are_reduced_whatever_their_signs() {
    let text = |num, den| Number::ratio(num, den, 0).unwrap().to_string();
    assert_eq!(text(5, -10), "-0.5");
    assert_eq!(text(-5, -10), "0.5");
    assert_eq!(text(0, -7), "0");
    assert_eq!(text(i128::MIN, 1), LEAST);
    assert_eq!(text(i128::MIN, -1), BEYOND);
    assert_eq!(text(i128::MIN, 2), "-85070591730234615865843651857942052864");
    assert_eq!(text(i128::MIN, i128::MIN), "1");
    assert_eq!(Number::ratio(1, i128::MIN, 0).unwrap(), exact(&format!("-1/{BEYOND}")));
    // The one numerator whose opposite has no 128 bits is kept long, whichever way it comes.
    let least = exact(LEAST);
    assert!(least.small().is_none());
    assert_eq!(Number::ratio(i128::MIN, 1, 0), Some(least.clone()));
    assert_eq!(exact(GREATEST).neg().sub(&Number::ONE), Ok(least));
    assert!(!Number::ZERO.is_negative());
    assert_eq!(Number::ratio(1, 0, 0), None);
    // A denominator that fits until its tens are multiplied in.
    let tiny = Number::ratio(3, 10_i128.pow(20), 30).unwrap();
    assert_eq!(tiny, exact(&format!("3/1{}", "0".repeat(50))));
}

#[test]
fn fractions_are_ordered_beyond_128_bits() {
    let ascending = [
        LEAST,
        "-170141183460469231731687303715884105727/2",
        "-1/3",
        "0",
        "1/170141183460469231731687303715884105727",
        "1/170141183460469231731687303715884105725",
        "56713727820156410577229101238628035242",
        "170141183460469231731687303715884105727/3",
        "56713727820156410577229101238628035243",
        "170141183460469231731687303715884105725/2",
        "170141183460469231731687303715884105727/2",
        GREATEST,
        BEYOND,
    ]
    .map(exact);
    for (at, one) in ascending.iter().enumerate() {
        for (other_at, other) in ascending.iter().enumerate() {
            assert_eq!(one.cmp(other), at.cmp(&other_at), "{one} and {other}");
        }
    }
}

/// The figures after `10^40` are rounded as those after 0, toward or away from it.
#[test]
fn long_numbers_are_rounded_as_short_ones() {
    let far = exact(&format!("1{}", "0".repeat(40)));
    let modes = [
        (RoundingMode::HalfUp, ["0.13", "0.12", "0.13", "0.12", "0.33"]),
        (RoundingMode::HalfEven, ["0.12", "0.12", "0.13", "0.12", "0.33"]),
        (RoundingMode::Down, ["0.12", "0.12", "0.12", "0.12", "0.33"]),
        (RoundingMode::Up, ["0.13", "0.13", "0.13", "0.12", "0.34"]),
        (RoundingMode::Floor, ["0.12", "0.12", "0.12", "0.12", "0.33"]),
        (RoundingMode::Ceil, ["0.13", "0.13", "0.13", "0.12", "0.34"]),
    ];
    let figures = ["0.125", "0.1249", "0.1251", "0.12", "1/3"].map(exact);
    for (mode, expected) in modes {
        // What floors above 0 is what ceils below it.
        let mirrored = match mode {
            RoundingMode::Floor => RoundingMode::Ceil,
            RoundingMode::Ceil => RoundingMode::Floor,
            other => other,
        };
        for (figure, expected) in figures.iter().zip(expected.map(exact)) {
            let long = far.add(figure).unwrap();
            let rounded = long.round(Rounding { digits: 2, mode }).unwrap();
            assert_eq!(rounded, far.add(&expected).unwrap(), "{mode:?} of {long}");
            let below = long.neg().round(Rounding { digits: 2, mode: mirrored }).unwrap();
            assert_eq!(below, far.add(&expected).unwrap().neg(), "{mirrored:?} of -{long}");
            // Short ones too, and a half at an odd digit.
            assert_eq!(figure.round(Rounding { digits: 2, mode }).unwrap(), expected, "{mode:?} of {figure}");
            assert_eq!(figure.neg().round(Rounding { digits: 2, mode: mirrored }).unwrap(), expected.neg());
        }
    }
    let even = Rounding { digits: 2, mode: RoundingMode::HalfEven };
    for start in [Number::ZERO, far] {
        let [odd, up] = ["0.135", "0.14"].map(|text| start.add(&exact(text)).unwrap());
        assert_eq!(odd.round(even).unwrap(), up);
        assert_eq!(odd.neg().round(even).unwrap(), up.neg());
    }
}

#[test]
fn what_ends_in_decimals_is_seen_in_long_denominators() {
    let over = |below: &str, times: usize| {
        (0..times).fold(Number::ONE, |number, _| number.div(&exact(below)).unwrap().unwrap())
    };
    for (number, ends) in [
        (over("2", 200), true),
        (over("5", 100), true),
        (over("10", 60), true),
        (over("2", 200).mul(&over("3", 1)).unwrap(), false),
        (over("5", 100).mul(&over("7", 1)).unwrap(), false),
        (over("2", 100), true),
        (over("5", 40), true),
        (over("6", 20), false),
        (over("15", 20), false),
        (Number::integer(7), true),
    ] {
        assert_eq!(number.terminates(), ends, "{number}");
        let text = number.to_string();
        assert_eq!(text.contains('/'), !ends, "{text}");
        assert_eq!(Number::parse_figure(&text), Ok(number));
    }
    assert_eq!(over("10", 60).to_string(), format!("0.{}1", "0".repeat(59)));
}

#[test]
fn the_limit_is_a_number_of_bits() {
    let power = |times: u32| (0..times).fold(Number::ONE, |number, _| number.mul(&Number::integer(2)).unwrap());
    let most = power(4_095);
    assert_eq!(most.mul(&Number::integer(2)), Err(NumberError::Overflow));
    // 2^4096 − 1 has as many bits as 2^4095.
    let all = most.sub(&Number::ONE).unwrap().add(&most).unwrap();
    assert_eq!(all.add(&Number::ONE), Err(NumberError::Overflow));
    let least = Number::ONE.div(&all).unwrap().unwrap();
    assert_eq!(least.div(&Number::integer(2)), Some(Err(NumberError::Overflow)));
    assert_eq!(least.mul(&all).unwrap(), Number::ONE);
}

#[test]
fn digits_and_scale_of_a_number() {
    assert_eq!(exact("1.25").mantissa(), Some((125, 2)));
    assert_eq!(exact("-40").mantissa(), Some((-40, 0)));
    assert_eq!(exact("1/3").mantissa(), None);
    assert_eq!(exact(GREATEST).mantissa(), Some((i128::MAX, 0)));
    assert_eq!(exact(&format!("0.{}1", "0".repeat(37))).mantissa(), Some((1, 38)));
    assert_eq!(exact(&format!("0.{}1", "0".repeat(38))).mantissa(), None);
    let digits = "9".repeat(28);
    assert_eq!(exact(&digits).to_decimal().map(|decimal| decimal.to_string()), Some(digits.clone()));
    assert_eq!(exact(&format!("{digits}{digits}")).to_decimal(), None);
    for text in ["0", "-12.5", "0.0000000000000000000000000001"] {
        let decimal: Decimal = text.parse().unwrap();
        assert_eq!(Number::from_decimal(decimal), exact(text));
        assert_eq!(exact(text).to_decimal(), Some(decimal));
    }
}

#[test]
fn bare_numbers_with_an_exponent() {
    for (text, value) in [
        ("1e27", "1000000000000000000000000000"),
        ("-9E+27", "-9000000000000000000000000000"),
        ("123456789012345e13", "1234567890123450000000000000"),
        ("1.25e1", "12.5"),
        ("150e-1", "15"),
        ("2.5e0", "2.5"),
        ("0e400", "0"),
        ("0.0e-400", "0"),
        ("1e-28", "0.0000000000000000000000000001"),
        ("0.1e-27", "0.0000000000000000000000000001"),
        ("123456789012345", "123456789012345"),
        ("000000000000000000123456789012345.000000", "123456789012345"),
        ("0.0000000000000123456789012345", "0.0000000000000123456789012345"),
    ] {
        assert_eq!(Number::parse_bare(text).map(|number| number.to_string()), Ok(value.to_owned()), "{text}");
    }
    for (text, error) in [
        ("1e28", NumberError::Overflow),
        ("-1e28", NumberError::Overflow),
        ("12e27", NumberError::Overflow),
        ("1e29", NumberError::Overflow),
        ("123456789012345e14", NumberError::Overflow),
        ("1e2147483648", NumberError::Overflow),
        ("1e-29", NumberError::TooLong),
        ("0.01e-27", NumberError::TooLong),
        ("1234567890123456", NumberError::Inexact),
        ("0.1234567890123456", NumberError::Inexact),
        ("1.000000000000001e2", NumberError::Inexact),
    ] {
        assert_eq!(Number::parse_bare(text), Err(error), "{text}");
    }
}

#[test]
fn plain_digits_to_the_last() {
    let most = "9".repeat(28);
    for text in [most.clone(), format!("-{most}"), format!("0.{most}"), format!("{}.{}", &most[..10], &most[10..])] {
        assert_eq!(Number::parse(&text).unwrap().to_string(), text);
    }
    // Zeros that say nothing are not counted.
    assert_eq!(Number::parse(&format!("000{most}.000")).unwrap().to_string(), most);
    assert_eq!(Number::parse(&format!("{most}9")), Err(NumberError::TooLong));
    assert_eq!(Number::parse(&format!("{most}.9")), Err(NumberError::TooLong));
    assert_eq!(Number::parse(&format!("0.0{most}")), Err(NumberError::TooLong));
    assert_eq!(Number::parse(&format!("0.{}1", "0".repeat(28))), Err(NumberError::TooLong));
    for text in ["1/-2", "1.5/2", "1/2.5", "1/0", "/2", "1/", "1/2/3"] {
        assert_eq!(Number::parse_fraction(text), Err(NumberError::Syntax), "{text}");
    }
    // What is read again may be longer, but not without end.
    assert_eq!(Number::parse_exact(&"0".repeat(4_100)), Some(Number::ZERO));
    assert_eq!(Number::parse_exact(&"0".repeat(4_101)), None);
    assert_eq!(Number::parse_fraction("-6/4").unwrap().to_string(), "-1.5");
}

#[test]
fn short_numbers_are_those_that_are_parsed() {
    let short = |text: &str| parse_short(text.as_bytes());
    for (text, parts) in [
        ("0", (0, 0)),
        ("7", (7, 0)),
        ("-7", (-7, 0)),
        ("100", (100, 0)),
        ("-0.50", (-5, 1)),
        ("1.10", (11, 1)),
        ("12.345", (12_345, 3)),
        ("0.00", (0, 0)),
        ("123456789012345", (123_456_789_012_345, 0)),
        ("-1234567890.1234", (-12_345_678_901_234, 4)),
    ] {
        assert_eq!(short(text), Some(parts), "{text}");
        assert_eq!(parse_bare_parts(text), Ok((i128::from(parts.0), u32::from(parts.1))), "{text}");
    }
    for text in
        ["", "-", ".5", "5.", "1.2.3", "1e3", "--1", "1_0", "1/2", "1:2", "1234567890123456", "12345678901234.5"]
    {
        assert_eq!(short(text), None, "{text}");
    }
}

#[test]
fn numbers_that_were_never_a_text() {
    let ten = |exponent| 10_i128.pow(exponent);
    for (mantissa, scale, parts) in [
        (1_500, 3, (15, 1)),
        (-1_500, 1, (-150, 0)),
        (5, 1, (5, 1)),
        (100, 0, (100, 0)),
        (0, 40, (0, 0)),
        (ten(28) - 1, 28, (ten(28) - 1, 28)),
        (1 - ten(28), 0, (1 - ten(28), 0)),
        (ten(28), 28, (1, 0)),
        (15 * ten(20), 21, (15, 1)),
        (ten(27), 0, (ten(27), 0)),
        (10, 29, (1, 28)),
        (ten(30), 58, (1, 28)),
    ] {
        assert_eq!(checked_parts(mantissa, scale), Ok(parts), "{mantissa} / 10^{scale}");
    }
    for (mantissa, scale) in [(ten(28), 0), (-ten(28), 0), (1, 29), (ten(30), 59), (ten(28) + 1, 5)] {
        assert_eq!(checked_parts(mantissa, scale), Err(NumberError::TooLong), "{mantissa} / 10^{scale}");
    }
}

#[test]
fn multiples_of_one_fraction() {
    let multiples = |texts: &[&str]| {
        let numbers: Vec<_> = texts.iter().map(|text| exact(text)).collect();
        Number::multiples(numbers.iter().map(Some))
    };
    assert_eq!(multiples(&["1/2", "2/3", "5", "-7/6"]), Some(vec![3, 4, 30, -7]));
    assert_eq!(multiples(&["1/6", "1/4"]), Some(vec![2, 3]));
    assert_eq!(multiples(&[GREATEST, "2"]), Some(vec![i128::MAX, 2]));
    assert_eq!(multiples(&[GREATEST, "1/2"]), None);
    assert_eq!(multiples(&[BEYOND, "2"]), None);
    assert_eq!(Number::multiples([Some(&Number::ONE), None].into_iter()), None);
}

#[test]
fn bytes_beyond_the_limit_are_no_number() {
    let (above, below) = exact("-7/3").to_bytes();
    assert_eq!(Number::from_bytes(&above, &below), Some(exact("-7/3")));
    assert_eq!(Number::from_bytes(&above, &[0]), None);
    assert_eq!(Number::from_bytes(&above, &[0xfd]), None);
    // 2^4095 has 4,096 bits, 2^4096 one more.
    let power = |bits: usize| {
        let mut bytes = vec![0; bits / 8 + 1];
        bytes[bits / 8] = 1 << (bits % 8);
        bytes.push(0);
        bytes
    };
    for (above, below, fits) in [(4_095, 0, true), (0, 4_095, true), (4_096, 0, false), (0, 4_096, false)] {
        assert_eq!(Number::from_bytes(&power(above), &power(below)).is_some(), fits, "2^{above} / 2^{below}");
    }
    // Neither part may be longer, though the fraction would be.
    assert_eq!(Number::from_bytes(&power(4_097), &power(4_096)), None);
    assert_eq!(Number::from_bytes(&power(4_096), &power(1)), None);
    assert_eq!(Number::from_bytes(&power(1), &power(4_096)), None);
}
