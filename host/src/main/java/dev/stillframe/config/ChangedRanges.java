// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.time.Duration;

/**
 * How a job finds out what changed in large files without reading them.
 *
 * @param keepBase whether a backup's snapshot stays for the next one to be compared with
 * @param maxAge how long it stays at most
 * @param maxSpace how much of the volume's free space it may come to take, in percent; forecast from what changed last
 * @param minFree how much of the volume has to be free for it to stay, in percent
 * @param sample which share of what is taken for unchanged is read nevertheless and compared, in percent
 * @param fullValidation after how long everything is judged again; zero for every time
 */
public record ChangedRanges(
        boolean keepBase, Duration maxAge, int maxSpace, int minFree, double sample, Duration fullValidation) {}
