// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Ready to freeze and to take the snapshots. */
public final class PreparedImage implements Prepared {
    private final CycleRun run;
    private final Once left = new Once();

    PreparedImage(CycleRun run) {
        this.run = run;
    }

    /**
     * Freezes the group tier by tier, takes the snapshots, and thaws in reverse. Returns when nothing is held any more.
     *
     * @throws CycleException if there is no image; nothing is held any more
     */
    public Imaged image() throws CycleException {
        left.make();
        run.image();
        return new Imaged(run);
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
