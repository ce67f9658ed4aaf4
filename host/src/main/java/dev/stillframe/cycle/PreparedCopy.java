// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Ready for the live files to be copied, in backup mode where an application has one: the held-copy shape. */
public final class PreparedCopy implements Prepared {
    private final CycleRun run;
    private final Once left = new Once();

    PreparedCopy(CycleRun run) {
        this.run = run;
    }

    /**
     * To be called after the live files were copied: collects what else belongs to the backup and leaves backup mode.
     *
     * @throws CycleException if the cycle cannot go on
     */
    public Collected gather() throws CycleException {
        left.make();
        return Collected.from(run);
    }

    @Override
    public CycleReport report() {
        return run.report();
    }

    @Override
    public void close() {
        run.close();
    }
}
