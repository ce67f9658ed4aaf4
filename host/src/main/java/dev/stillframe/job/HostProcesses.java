// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Processes;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.platform.linux.ProcessSignal;
import dev.stillframe.platform.linux.StoppableProcess;
import java.io.IOException;

/** Stops processes on Linux for writers that may not do it themselves. */
record HostProcesses() implements Processes {
    @Override
    public boolean stop(long pid, long startTicks) throws WriterException {
        try {
            return StoppableProcess.stop(pid, startTicks);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean resume(long pid, long startTicks) throws WriterException {
        try {
            return ProcessSignal.resume(pid, startTicks);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public State state(long pid, long startTicks) throws WriterException {
        try {
            return switch (StoppableProcess.state(pid, startTicks)) {
                case RUNNING -> State.RUNNING;
                case STOPPED -> State.STOPPED;
                case GONE -> State.GONE;
            };
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static WriterException failed(IOException e) {
        return new WriterException("host.process", String.valueOf(e.getMessage()), Retry.UNKNOWN, "run as root", e);
    }
}
