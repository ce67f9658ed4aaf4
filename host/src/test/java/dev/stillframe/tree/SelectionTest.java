// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final SourcePath ROOT = SourcePath.of("/srv/shop");

    private static Selection selection(List<String> include, List<String> exclude) {
        return Selection.of(new FileSet(ROOT, include, exclude, Set.of(Grain.LIVE), OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "cache,cache,true",
        "cache,cache/a,true",
        "cache,a/cache,false",
        "cache,cachet,false",
        "cache/*,cache,false",
        "cache/*,cache/a,true",
        "cache/*,cache/a/b,true",
        "cache/**,cache,false",
        "cache/**,cache/a/b,true",
        "*.tmp,a.tmp,true",
        "*.tmp,d/a.tmp,false",
        "**/*.tmp,a.tmp,true",
        "**/*.tmp,d/e/a.tmp,true",
        "**/*.tmp,d/e/a.tmp/x,true",
        "**/*.tmp,d/e/a.tmpx,false",
        "a/**/z,a/z,true",
        "a/**/z,a/b/c/z,true",
        "a/**/z,b/a/z,false",
        "a?c,abc,true",
        "a?c,aéc,true",
        "a?c,ac,false",
        "a?c,a/c,false",
        "é*,école,true",
        "*??,é,false",
        "*??,éa,true",
        "t*_*,t1_2,true",
        "**,x,true",
        "pgsql_tmp*,pgsql_tmp12.3,true"
    })
    void aPatternNamesAnEntryAndEverythingBelowIt(String pattern, String path, boolean named) {
        SourcePath entry = ROOT.resolve(path);
        assertThat(selection(List.of(pattern), List.of()).takes(entry)).isEqualTo(named);
        assertThat(selection(List.of(), List.of(pattern)).takes(entry)).isEqualTo(!named);
    }

    @Test
    void anEmptyIncludeTakesEverythingAndTheRootItself() {
        Selection all = selection(List.of(), List.of());
        assertThat(all.takes(ROOT)).isTrue();
        assertThat(all.takes(ROOT.resolve("a/b"))).isTrue();
        assertThat(all.takes(SourcePath.of("/srv/other"))).isFalse();
        assertThat(all.takes(SourcePath.of("/srv"))).isFalse();
        assertThat(all.takes(SourcePath.of("/srv/shopping"))).isFalse();
    }

    @Test
    void excludeWinsOverInclude() {
        Selection some = selection(List.of("data"), List.of("data/pg_wal/*"));
        assertThat(some.takes(ROOT.resolve("data/base/1"))).isTrue();
        assertThat(some.takes(ROOT.resolve("data/pg_wal"))).isTrue();
        assertThat(some.takes(ROOT.resolve("data/pg_wal/0001"))).isFalse();
        assertThat(some.takes(ROOT.resolve("data/pg_wal/archive_status/x"))).isFalse();
    }

    @Test
    void foldersThatCannotContainAnythingIncludedAreNotWalked() {
        Selection some = selection(List.of("a/b/*.txt"), List.of("a/b/no"));
        assertThat(some.walks(ROOT)).isTrue();
        assertThat(some.takes(ROOT)).isFalse();
        assertThat(some.walks(ROOT.resolve("a"))).isTrue();
        assertThat(some.walks(ROOT.resolve("a/b"))).isTrue();
        assertThat(some.walks(ROOT.resolve("a/c"))).isFalse();
        assertThat(some.walks(ROOT.resolve("x"))).isFalse();
        assertThat(some.walks(ROOT.resolve("a/b/no"))).isFalse();
        assertThat(some.walks(ROOT.resolve("a/b/folder.txt"))).isTrue();
        assertThat(some.takes(ROOT.resolve("a/b/folder.txt/x"))).isTrue();
    }

    @Test
    void namesAreComparedAsBytesWhetherTheyAreTextOrNot() {
        byte[] broken = {'a', (byte) 0xff, '\n', 'c'};
        assertThat(selection(List.of("a??c"), List.of()).takes(ROOT.child(broken)))
                .isTrue();
        assertThat(selection(List.of("a*c"), List.of()).takes(ROOT.child(broken)))
                .isTrue();
        assertThat(selection(List.of("a?c"), List.of()).takes(ROOT.child(broken)))
                .isFalse();
        assertThat(selection(List.of("a\\*c"), List.of()).takes(ROOT.resolve("a*c")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "/etc", "a//b", "cache/", "..", "a/../b", "./a"})
    void whatCouldNeverNameAnythingIsRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selection(List.of(pattern), List.of()))
                .withMessageContaining('"' + pattern + '"');
    }

    @Test
    void aPatternFullOfStarsTakesNoExponentialTime() {
        String pattern = "*a".repeat(40) + "b";
        String name = "a".repeat(250);
        assertThat(Glob.matches(pattern.getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void agreesWithARegularExpressionOnRandomPatternsAndPaths() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = random(random, List.of("a", "b", "*", "?", "/", "/**/"));
            String path = random(random, List.of("a", "b", "/"));
            Pattern regex = Pattern.compile("(" + regex(pattern) + ")(/.*)?");
            assertThat(selection(List.of(pattern), List.of()).takes(ROOT.resolve(path)))
                    .as("pattern %s, path %s, seed %d", pattern, path, seed)
                    .isEqualTo(regex.matcher(path).matches());
        }
    }

    private static String random(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        String clean = text.toString().replaceAll("/+", "/").replaceAll("(^/|/$)", "");
        return clean.isEmpty() ? "a" : clean;
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        String[] names = pattern.split("/");
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            if (names[i].equals("**")) {
                regex.append(last ? "[^/]+(/[^/]+)*" : "([^/]+/)*");
            } else {
                regex.append(names[i].replace("*", "[^/]*").replace("?", "[^/]"))
                        .append(last ? "" : "/");
            }
        }
        return regex.toString();
    }
}
