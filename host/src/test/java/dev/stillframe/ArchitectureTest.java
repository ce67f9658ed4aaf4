// SPDX-License-Identifier: Apache-2.0
package dev.stillframe;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers of the host: which package may see which. Every edge that is allowed stands here, and no other is. */
class ArchitectureTest {
    private static final JavaClasses HOST = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("object-store")) // a server for tests
            .withImportOption(location -> !location.contains("wine")) // a Windows for tests
            .withImportOption(location -> !location.contains("zpool")) // a ZFS for tests
            .importPackages("dev.stillframe");

    /** Lowest first. The contract (api, runtime) is a module of its own. */
    private static final Map<String, Set<String>> MAY_SEE = edges(
            "error -> api",
            "clock ->",
            "event -> error",
            "tree -> api error",
            "change -> api tree", // pure; what it compares comes as values, and what it finds are ranges of the tree
            "platform ->",
            "platform.linux -> api",
            "platform.windows -> api",
            "snapshot -> api platform.linux tree change clock event error", // makes bases of snapshots
            "snapshot.vss -> api platform.windows clock",
            "reader -> api platform platform.linux platform.windows tree change clock event error", // compares what it
            // reads with a base
            "restore -> api platform platform.linux platform.windows tree clock event error",
            "store.archive -> api tree clock event error",
            "store.backend -> api clock event error",
            "store.local -> api error store.backend",
            "store.s3 -> api error store.backend",
            "store.restic.crypto ->",
            "store.restic.format -> api store.restic.crypto tree error",
            "store.restic.pack -> api store.backend store.restic.format store.restic.crypto tree error",
            "store.restic.index -> api store.restic.format error",
            "store.restic -> api store.backend store.restic.index store.restic.pack store.restic.format"
                    + " store.restic.crypto tree clock event error",
            "store.restic.lock -> api store.backend store.restic store.restic.format clock event error",
            "store.restic.chunk ->",
            "store.restic.content -> store.restic store.restic.chunk store.restic.format tree",
            "store.restic.tree -> api store.restic store.restic.format tree",
            "store.restic.snapshot -> api store.backend store.restic store.restic.chunk store.restic.content"
                    + " store.restic.tree store.restic.lock store.restic.format tree clock error",
            "store.restic.check -> api store.backend store.restic store.restic.index store.restic.pack"
                    + " store.restic.format store.restic.crypto tree clock event error",
            "store.restic.prune -> api store.backend store.restic store.restic.index store.restic.pack"
                    + " store.restic.format store.restic.lock tree clock event error",
            "consistency -> api",
            "plan -> api consistency tree error",
            "receipt -> api error",
            "plugin -> api runtime error",
            "retention ->",
            "config -> api platform consistency retention error",
            "guard -> api runtime clock event error",
            "cycle -> api runtime plan consistency guard clock event error",
            "catalog -> api cycle change tree clock error", // keeps what a base was when it was kept
            "job -> api runtime plan consistency receipt cycle guard snapshot snapshot.vss reader restore store.archive"
                    + " store.backend store.local store.s3 store.restic store.restic.crypto store.restic.format"
                    + " store.restic.lock store.restic.check store.restic.prune store.restic.snapshot retention plugin config catalog change tree"
                    + " platform platform.linux platform.windows clock event error",
            "cli -> api job plan consistency receipt config plugin clock event error");

    @Test
    void everyPackageSeesOnlyWhatItMay() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : HOST) {
            String from = layer(type);
            Set<String> allowed = MAY_SEE.getOrDefault(from, Set.of());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(target -> target.getPackageName().startsWith("dev.stillframe."))
                    .filter(target -> !layer(target).equals(from)
                            && !allowed.contains(layer(target))
                            && MAY_SEE.containsKey(from))
                    .forEach(target -> forbidden.add(type.getName() + " sees " + target.getName()));
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void everyPackageHasItsPlaceInTheLayers() {
        Set<String> layers = new TreeSet<>();
        HOST.forEach(type -> layers.add(layer(type)));
        layers.removeAll(Set.of("api", "runtime"));
        assertThat(layers).isEqualTo(new TreeSet<>(MAY_SEE.keySet()));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.stillframe.(**)").should().beFreeOfCycles().check(HOST);
    }

    @Test
    void everyLibraryHasOneHome() {
        onlyIn("plugin", "org.pf4j..");
        onlyIn("platform", "com.sun.jna..");
        onlyIn("catalog", "org.jdbi..", "com.zaxxer..", "org.flywaydb..", "org.sqlite..");
        onlyIn("cli", "picocli..", "me.tongfei..", "ch.qos.logback..");
        onlyIn("store.s3", "software.amazon..");
        onlyIn("store.archive", "org.apache.commons.compress..");
        onlyIn("store", "com.github.luben..");
        onlyIn("store.restic.crypto", "org.bouncycastle..");
        onlyIn("config", "org.snakeyaml..", "com.networknt..");
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stillframe.clock..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(HOST);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stillframe.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOST);
    }

    @Test
    void namesAreTheFieldsTerms() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .check(HOST);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that(resideInAnyPackage("dev.stillframe.."))
                .should()
                .resideInAPackage("dev.stillframe..")
                .andShould(com.tngtech.archunit.lang.conditions.ArchConditions.be(inANullMarkedPackage()))
                .check(HOST);
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a package marked @NullMarked", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    private static void onlyIn(String layer, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stillframe." + layer + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(HOST);
    }

    /** The longest named layer that a class's package is or lies below; else its first name. */
    private static String layer(JavaClass type) {
        String name = type.getPackageName().replaceFirst("^dev\\.stillframe\\.?", "");
        return MAY_SEE.keySet().stream()
                .filter(layer -> name.equals(layer) || name.startsWith(layer + "."))
                .max(java.util.Comparator.comparingInt(String::length))
                .orElse(name.split("\\.", 2)[0]);
    }

    private static Map<String, Set<String>> edges(String... lines) {
        Map<String, Set<String>> edges = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("->", 2);
            edges.put(
                    parts[0].strip(),
                    Arrays.stream(parts[1].strip().split(" ", -1))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toSet()));
        }
        return edges;
    }
}
