// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.Locale;

/**
 * What the operator says of one Exchange server.
 *
 * @param databases those to back up, in lower case; empty for all
 * @param checkBytesPerSecond how fast files are read for the check at most
 * @param checkThreads how many threads check one database
 */
record ExchangeSettings(List<String> databases, long checkBytesPerSecond, int checkThreads) {
    static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final long MIB = 1 << 20;

    static ExchangeSettings of(Settings settings) throws WriterException {
        List<String> databases = settings.texts("databases").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        long rate = settings.number("check-rate").map(mib -> mib * MIB).orElse(Long.MAX_VALUE);
        int threads = settings.number("check-threads").map(Long::intValue).orElse(PROCESSORS);
        return new ExchangeSettings(databases, rate, threads);
    }
}
