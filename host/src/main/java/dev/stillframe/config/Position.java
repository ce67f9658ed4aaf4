// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.Comparator;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A place in a text file: line and column, counted from 1 in characters; 0 and 0 stand for the whole file. */
record Position(int line, int column) implements Comparable<Position> {
    static final Position FILE = new Position(0, 0);
    static final Position START = new Position(1, 1);

    static Position of(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public int compareTo(Position other) {
        return Comparator.comparingInt(Position::line)
                .thenComparingInt(Position::column)
                .compare(this, other);
    }
}
