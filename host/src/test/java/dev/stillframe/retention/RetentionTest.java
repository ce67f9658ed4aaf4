// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final KeepRules LAST_2 = rules(2, 0, 0, 0, 0, 0);

    @Test
    void keepsTheLatestBackups() {
        assertThat(kept(
                        LAST_2,
                        good("2026-03-01T00:00:00Z"),
                        good("2026-03-02T00:00:00Z"),
                        good("2026-03-03T00:00:00Z")))
                .containsExactly("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    }

    @Test
    void keepsTheLatestOfEachDay() {
        assertThat(kept(
                        rules(0, 0, 2, 0, 0, 0),
                        good("2026-02-27T23:00:00Z"),
                        good("2026-03-01T01:00:00Z"),
                        good("2026-03-01T23:00:00Z"),
                        good("2026-03-03T00:00:00Z")))
                .as("a day without a backup does not count")
                .containsExactly("2026-03-01T23:00:00Z", "2026-03-03T00:00:00Z");
    }

    @Test
    void keepsTheLatestOfEachHour() {
        assertThat(kept(
                        rules(0, 2, 0, 0, 0, 0),
                        good("2026-03-01T01:10:00Z"),
                        good("2026-03-01T01:50:00Z"),
                        good("2026-03-02T01:50:00Z")))
                .containsExactly("2026-03-01T01:50:00Z", "2026-03-02T01:50:00Z");
    }

    @Test
    void keepsTheLatestOfEachWeekMonthAndYear() {
        // 2025-12-29, a Monday, and 2026-01-04, a Sunday, are of one week, of which neither year has all
        List<Candidate> backups = List.of(
                good("2024-06-01T00:00:00Z"),
                good("2025-12-28T00:00:00Z"),
                good("2025-12-29T00:00:00Z"),
                good("2026-01-04T00:00:00Z"),
                good("2026-01-05T00:00:00Z"));
        assertThat(kept(rules(0, 0, 0, 3, 0, 0), backups))
                .containsExactly("2025-12-28T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z");
        assertThat(kept(rules(0, 0, 0, 0, 2, 0), backups))
                .containsExactly("2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z");
        assertThat(kept(rules(0, 0, 0, 0, 0, 9), backups))
                .containsExactly("2024-06-01T00:00:00Z", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z");
    }

    @Test
    void daysAreThoseOfTheZone() {
        KeepRules daily = rules(0, 0, 5, 0, 0, 0);
        List<Candidate> backups = List.of(good("2026-03-01T22:30:00Z"), good("2026-03-01T23:30:00Z"));
        assertThat(kept(daily, backups)).hasSize(1);
        assertThat(kept(new Retention(Optional.of(daily), Map.of(), ZoneId.of("Europe/Berlin")), backups))
                .hasSize(2);
    }

    @Test
    void keepsWhatIsLittleOlderThanTheLatestGoodOneHoweverLongAgoThatIs() {
        KeepRules within = new KeepRules(0, 0, 0, 0, 0, 0, Optional.of(Duration.ofDays(2)));
        assertThat(kept(
                        within,
                        good("2001-01-01T00:00:00Z"),
                        good("2001-01-02T00:00:00Z"),
                        good("2001-01-04T00:00:00Z")))
                .containsExactly("2001-01-02T00:00:00Z", "2001-01-04T00:00:00Z");
    }

    @Test
    void whatIsBelowItsMinimumTakesNoPlaceOfAGoodOne() {
        assertThat(kept(
                        LAST_2,
                        good("2026-03-01T00:00:00Z"),
                        good("2026-03-02T00:00:00Z"),
                        bad("2026-03-03T00:00:00Z"),
                        good("2026-03-04T00:00:00Z")))
                .containsExactly("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");
    }

    @Test
    void theLastGoodOneAndWhatCameAfterItAreNeverForgotten() {
        KeepRules old = new KeepRules(0, 0, 0, 0, 0, 0, Optional.of(Duration.ofSeconds(1)));
        assertThat(kept(
                        old,
                        bad("2026-02-01T00:00:00Z"),
                        good("2026-03-01T00:00:00Z"),
                        bad("2026-03-02T00:00:00Z"),
                        bad("2026-03-03T00:00:00Z")))
                .containsExactly("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    }

    @Test
    void whereNothingIsGoodNothingIsForgotten() {
        assertThat(kept(LAST_2, bad("2026-03-01T00:00:00Z"), bad("2026-03-02T00:00:00Z"), bad("2026-03-03T00:00:00Z")))
                .hasSize(3);
    }

    @Test
    void anApplicationIsCountedByItself() {
        Retention retention =
                new Retention(Optional.of(rules(1, 0, 0, 0, 0, 0)), Map.of("orders", LAST_2), ZoneOffset.UTC);
        List<Candidate> backups = List.of(
                partly("2026-03-01T00:00:00Z", "orders"),
                partly("2026-03-02T00:00:00Z", "orders"),
                partly("2026-03-03T00:00:00Z", "uploads"),
                good("2026-03-04T00:00:00Z", "orders", "uploads"));
        assertThat(kept(retention, backups)).containsExactly("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");
    }

    @Test
    void theLastGoodOneOfEveryApplicationStays() {
        List<Candidate> backups = List.of(
                good("2026-03-01T00:00:00Z", "orders", "legacy"),
                good("2026-03-02T00:00:00Z", "orders"),
                good("2026-03-03T00:00:00Z", "orders"));
        List<Decision> decisions =
                new Retention(Optional.of(rules(1, 0, 0, 0, 0, 0)), Map.of(), ZoneOffset.UTC).decide(backups);
        assertThat(decisions.get(0).reasons()).containsExactly("legacy: last good");
        assertThat(decisions.get(1).kept()).isFalse();
        assertThat(decisions.get(2).reasons()).containsExactly("last", "last good");
    }

    @Test
    void withoutRulesEverythingStays() {
        assertThat(kept(
                        new Retention(Optional.empty(), Map.of(), ZoneOffset.UTC),
                        List.of(good("2026-03-01T00:00:00Z"), good("2026-03-02T00:00:00Z"))))
                .hasSize(2);
    }

    @Test
    void rulesThatKeepNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> rules(0, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> rules(-1, 1, 0, 0, 0, 0));
    }

    @Test
    void whateverTheRulesForgettingTwiceForgetsNoMoreAndTheLastGoodOneStays() {
        long seed = System.nanoTime();
        System.out.println("RetentionTest: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Candidate> backups = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                Instant time = Instant.ofEpochSecond(random.nextInt(100_000_000));
                backups.add(new Candidate(time + "-" + i, time, random.nextInt(3) > 0, Set.of()));
            }
            KeepRules rules = rules(
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    1 + random.nextInt(3));
            Retention retention = new Retention(Optional.of(rules), Map.of(), ZoneOffset.UTC);
            Collections.shuffle(backups, random);
            List<Candidate> first = keptBy(retention, backups);
            assertThat(keptBy(retention, first)).as("round %s", round).isEqualTo(first);
            backups.stream()
                    .filter(Candidate::good)
                    .max(Comparator.comparing(Candidate::time))
                    .ifPresent(last -> assertThat(first).contains(last));
        }
    }

    private static List<Candidate> keptBy(Retention retention, List<Candidate> backups) {
        return retention.decide(backups).stream()
                .filter(Decision::kept)
                .map(Decision::backup)
                .toList();
    }

    private static List<String> kept(KeepRules rules, Candidate... backups) {
        return kept(rules, List.of(backups));
    }

    private static List<String> kept(KeepRules rules, List<Candidate> backups) {
        return kept(new Retention(Optional.of(rules), Map.of(), ZoneOffset.UTC), backups);
    }

    private static List<String> kept(Retention retention, List<Candidate> backups) {
        return keptBy(retention, backups).stream().map(Candidate::id).toList();
    }

    private static KeepRules rules(int last, int hourly, int daily, int weekly, int monthly, int yearly) {
        return new KeepRules(last, hourly, daily, weekly, monthly, yearly, Optional.empty());
    }

    private static Candidate good(String time, String... applications) {
        return new Candidate(time, Instant.parse(time), true, Set.of(applications));
    }

    private static Candidate partly(String time, String... applications) {
        return new Candidate(time, Instant.parse(time), false, Set.of(applications));
    }

    private static Candidate bad(String time) {
        return partly(time);
    }
}
