// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.testkit.ledger.Blindness;
import dev.stillframe.testkit.ledger.Fault;
import dev.stillframe.testkit.ledger.LedgerApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kit, applied to the ledger's writer. Named so that no build runs it by itself. */
class LedgerContract extends WriterContract {
    static volatile String quiesce = "writes";
    static volatile Optional<Fault> fault = Optional.empty();
    /** How its application leaves the kit blind. */
    static volatile Optional<Blindness> blindness = Optional.empty();
    /** Whether all rules are proved although one is expected to be broken. */
    static volatile boolean whole;

    @Override
    protected Application start(Path folder) throws Exception {
        return new LedgerApplication(folder, quiesce, fault, blindness);
    }

    @Override
    protected Path jar() throws Exception {
        Path folder = Files.createTempDirectory("stillframe-ledger");
        folder.toFile().deleteOnExit();
        Path jar = LedgerJar.make(folder, fault);
        jar.toFile().deleteOnExit();
        Path.of(jar + ".contract").toFile().deleteOnExit();
        return jar;
    }

    @Override
    protected boolean wanted(Rule rule) {
        Optional<String> only = blindness.map(Blindness::rule).or(() -> fault.map(Fault::rule));
        return whole || only.isEmpty() || rule.name().equals(only.get());
    }
}
