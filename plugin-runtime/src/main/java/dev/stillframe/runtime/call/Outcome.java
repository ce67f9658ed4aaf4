// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import java.util.Optional;
import java.util.function.Function;

/** How a call into foreign code ended. */
public sealed interface Outcome<T> {

    /** It returned in time. */
    record Returned<T>(T value) implements Outcome<T> {}

    /** It threw, whatever it threw, or could not be made because an earlier call made its callee unusable. */
    record Failed<T>(Fault fault) implements Outcome<T> {}

    /** It was still running when its limit passed. It was interrupted and abandoned; a late result is discarded. */
    record TimedOut<T>(Fault fault) implements Outcome<T> {}

    /** Why there is no result; empty if it returned. */
    default Optional<Fault> failure() {
        if (this instanceof Failed<T> failed) {
            return Optional.of(failed.fault());
        }
        return this instanceof TimedOut<T> late ? Optional.of(late.fault()) : Optional.empty();
    }

    /** The result, if it returned in time. */
    default Optional<T> result() {
        return this instanceof Returned<T> returned ? Optional.of(returned.value()) : Optional.empty();
    }

    /** The same outcome with another result. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
        if (this instanceof Returned<T> returned) {
            return new Returned<>(change.apply(returned.value()));
        }
        if (this instanceof Failed<T> failed) {
            return new Failed<>(failed.fault());
        }
        return new TimedOut<>(((TimedOut<T>) this).fault());
    }
}
