// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** PF4J and its versions can be changed here without anybody noticing. */
@AnalyzeClasses(packages = "dev.stillframe", importOptions = DoNotIncludeTests.class)
class HiddenLibraryTest {
    @ArchTest
    static final ArchRule only_this_package_sees_pf4j = noClasses()
            .that()
            .resideOutsideOfPackage("dev.stillframe.plugin")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pf4j..", "com.github.zafarkhaja..");

    @ArchTest
    static final ArchRule nothing_of_it_shows_in_what_others_can_see = noClasses()
            .that()
            .resideInAPackage("dev.stillframe.plugin")
            .and()
            .arePublic()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pf4j..", "com.github.zafarkhaja..");
}
