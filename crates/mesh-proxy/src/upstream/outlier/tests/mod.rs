//! The scenarios of `outlier_detection_impl_test.cc` (57 tests) and rows measured on Envoy 1.40, as a table.

mod script;
mod table;

use super::*;
use script::Run;
use table::{ROWS, Row};

#[test]
fn detector_scenarios() {
    let mut run: Option<Run> = None;
    let mut wrong = Vec::new();
    for Row(name, setup, input, expected) in ROWS {
        if !setup.is_empty() {
            run = Some(Run::new(setup));
        }
        let Some(run) = run.as_mut() else { panic!("{name}: the first row needs a setup") };
        let got = run.play(input);
        if got != *expected {
            wrong.push(format!("row {name}: {input}\n  wanted {expected}\n  got    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_is_there() {
    // Rows 41, 59 and 60 are about statistics and configuration: 41 has no counterpart (the detector's own count is the
    // only one), 59 and 60 are tested with the settings.
    for number in (1..=65).filter(|number| ![41, 59, 60].contains(number)) {
        let found = ROWS.iter().any(|Row(name, ..)| name.split(' ').next() == Some(&number.to_string()));
        assert!(found, "row {number} is missing");
    }
}

#[test]
fn the_longest_ejection_is_at_least_the_base() {
    let settings = |base: u64, longest: Option<u64>| {
        let config = crate::config::OutlierDetection {
            base_ejection_time: Some(Duration::from_secs(base)),
            max_ejection_time: longest.map(Duration::from_secs),
            ..Default::default()
        };
        OutlierSettings::from(&config).max_ejection_time.as_secs()
    };
    assert_eq!(settings(400, None), 400, "row 60");
    assert_eq!(settings(10, Some(3)), 10, "row 59: Envoy refuses the configuration; here the base holds");
    assert_eq!(settings(30, None), 300);
}

#[test]
fn ejection_percent_as_measured() {
    // hosts | max_ejection_percent | ejected | ejected with always_eject_one_host (Envoy 1.40, all hosts fail)
    for (hosts, percent, plain, always) in [
        (1, 90, 0, 1),
        (1, 100, 1, 1),
        (2, 49, 0, 1),
        (2, 50, 1, 1),
        (3, 33, 0, 1),
        (3, 34, 1, 1),
        (3, 50, 1, 1),
        (3, 66, 1, 1),
        (3, 67, 2, 2),
        (3, 100, 3, 3),
        (4, 99, 3, 3),
        (9, 10, 0, 1),
        (10, 10, 1, 1),
        (10, 19, 1, 1),
        (10, 20, 2, 2),
        (3, 10, 0, 1),
    ] {
        for (mode, expected) in [("", plain), (" always", always)] {
            let mut run = Run::new(&format!("N={hosts} MEP={percent}{mode}"));
            run.play("all:500*5");
            assert_eq!(run.detector.active_ejections(), expected, "{hosts} hosts, {percent} %{mode}");
        }
    }
}

#[test]
fn a_detection_that_came_late_is_dropped() {
    let mut run = Run::new("N=1 MEP=100");
    run.play("h0:500*4");
    let mut decisions = Vec::new();
    let mut detect = |run: &mut Run| {
        let reason = EjectionType::Consecutive5xx;
        run.detector.detect_consecutive(Time::ZERO, HostSlot(0), reason, &mut run.draws, &mut decisions);
        decisions.len()
    };
    assert_eq!(detect(&mut run), 1);
    assert_eq!(detect(&mut run), 1, "row 43: a second message about the same host does nothing");
    run.detector.set_host_count(0);
    run.detector.keep(std::iter::repeat(None));
    assert_eq!(run.detector.active_ejections(), 0);
    assert_eq!(detect(&mut run), 1, "row 42: the host is gone");
}

#[test]
fn ejections_grow_up_to_the_longest() {
    // longest | ejections | then each lasts (rows 55 and 56)
    for (longest, count, last) in [(300, 30, 300), (305, 31, 310)] {
        let mut run = Run::new(&format!("N=1 MEP=100 base=10 max={longest}"));
        let mut now = 0;
        for round in 1..=count + 9 {
            run.play(&format!("={now} h0:500*5"));
            let expected = if round <= count { (10 * round).min(last) } else { last };
            for tick in 1..=expected / 10 {
                let got = run.play(&format!("@{}", now + tick * 10));
                let wanted = if tick * 10 == expected { "return h0" } else { "" };
                assert_eq!(got, wanted, "round {round} of longest {longest}, tick {tick}");
            }
            now += expected;
        }
    }
}

#[test]
fn defaults_of_the_detector() {
    // An empty outlier_detection (outlier_detection_impl.h)
    let settings = OutlierSettings::from(&crate::config::OutlierDetection::default());
    let seconds = |duration: Duration| duration.as_secs() as u32;
    for (field, value, expected) in [
        ("interval", seconds(settings.interval), 10),
        ("base_ejection_time", seconds(settings.base_ejection_time), 30),
        ("max_ejection_time", seconds(settings.max_ejection_time), 300),
        ("max_ejection_time_jitter", seconds(settings.max_ejection_time_jitter), 0),
        ("max_ejection_percent", settings.max_ejection_percent, 10),
        ("consecutive_5xx", settings.consecutive_5xx, 5),
        ("consecutive_gateway_failure", settings.consecutive_gateway_failure, 5),
        ("consecutive_local_origin_failure", settings.consecutive_local_origin_failure, 5),
        ("enforcing_consecutive_5xx", settings.enforcing_consecutive_5xx, 100),
        ("enforcing_consecutive_gateway_failure", settings.enforcing_consecutive_gateway_failure, 0),
        ("enforcing_consecutive_local_origin_failure", settings.enforcing_consecutive_local_origin_failure, 100),
        ("enforcing_success_rate", settings.enforcing_success_rate, 100),
        ("enforcing_local_origin_success_rate", settings.enforcing_local_origin_success_rate, 100),
        ("enforcing_failure_percentage", settings.enforcing_failure_percentage, 0),
        ("enforcing_failure_percentage_local_origin", settings.enforcing_failure_percentage_local_origin, 0),
        ("success_rate_minimum_hosts", settings.success_rate_minimum_hosts, 5),
        ("success_rate_request_volume", settings.success_rate_request_volume, 100),
        ("success_rate_stdev_factor", settings.success_rate_stdev_factor, 1900),
        ("failure_percentage_threshold", settings.failure_percentage_threshold, 85),
        ("failure_percentage_minimum_hosts", settings.failure_percentage_minimum_hosts, 5),
        ("failure_percentage_request_volume", settings.failure_percentage_request_volume, 50),
        ("always_eject_one_host", settings.always_eject_one_host.into(), 0),
        ("split_external_local_origin_errors", settings.split_external_local_origin_errors.into(), 0),
        ("detect_degraded_hosts", settings.detect_degraded_hosts.into(), 0),
    ] {
        assert_eq!(value, expected, "{field}");
    }
}
