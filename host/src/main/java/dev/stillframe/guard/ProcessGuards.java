// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.error.StillframeException;
import java.nio.file.Path;

/** Guards in processes of their own: they act when the host was killed, hangs or is stopped. */
public final class ProcessGuards implements Guards {
    private final Path ledgers;
    private final UndoSystem system;
    private final Ground ground;

    /**
     * @param ledgers an existing folder on a tmpfs, see {@link Ledgers}
     * @param system how the host itself undoes, which comes before the guard
     */
    public ProcessGuards(Path ledgers, UndoSystem system, Ground ground) {
        this.ledgers = ledgers;
        this.system = system;
        this.ground = ground;
    }

    @Override
    public GuardLine start(String cycle) throws StillframeException {
        GuardProcess process = GuardProcess.start(cycle, Ledgers.file(ledgers, cycle));
        ProcessGuard guard = new ProcessGuard(new HostGuard(system), process, ground);
        guard.rehearse();
        return guard;
    }
}
