// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.BackupImage;
import dev.stillframe.cycle.Collected;
import dev.stillframe.cycle.Imaged;
import dev.stillframe.cycle.PreparedImage;
import dev.stillframe.cycle.Validated;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.reader.Comparing;
import dev.stillframe.reader.ComponentKey;
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.Late;
import dev.stillframe.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The image shape: freeze, snapshot, thaw; then gather, validate, copy, complete. */
final class ImageRun {
    private final Site site;
    private final Storing storing;

    ImageRun(Site site, Storing storing) {
        this.site = site;
        this.storing = storing;
    }

    Backup.Result run(PreparedImage prepared) throws StillframeException {
        Imaged imaged = prepared.image();
        Collected collected = imaged.gather();
        List<ImageComponent> components =
                storing.components(collected.gathered().keySet());
        Image image = new Image(components, imaged.views(), Storing.late(collected.gathered()));
        storing.begin();
        Bases bases = new Bases(site, collected.report().owner());
        Bases.Chosen chosen = bases.choose(storing.job(), storing.draft().parent(), image.views());
        Comparing comparing = site.reader().compare(image, storing.draft(), chosen.base());
        CarriedVerdicts verdicts = CarriedVerdicts.of(storing, chosen, comparing);
        Validated validated = validate(collected, image, verdicts);

        Set<ComponentKey> refused = storing.refused(validated.report());
        Image wanted = without(with(image, Storing.documents(validated.documents())), refused);
        if (wanted.components().isEmpty()) {
            return new Backup.Result.Nothing(damaged(refused));
        }
        TimedCopy copy = storing.copy();
        try {
            copy.walk(site.reader().copy(wanted, storing.draft(), comparing));
        } catch (StillframeException e) {
            if (!Thread.currentThread().isInterrupted()) { // told to end, it failed for no snapshot's sake
                validated.confirmSnapshots();
            }
            throw e;
        }
        validated.confirmSnapshots();
        chosen.check();
        Receipt receipt = new ReceiptMaking(site, storing, validated.report(), copy, chosen, verdicts).of(wanted);
        Backup.Result result = storing.publish(receipt);
        validated.complete(Storing.completable(receipt));
        if (receipt.changes().isPresent()) {
            long changed = receipt.changes().get().changedBytes();
            // of what was not compared nobody knows what changed: all of it would look as if it had
            boolean compared = chosen.base().isPresent() && chosen.reason().isEmpty();
            Optional<Long> known = compared ? Optional.of(changed) : Optional.empty();
            bases.keep(storing.job(), receipt.id(), wanted, known);
        }
        return result;
    }

    private Validated validate(Collected collected, Image image, CarriedVerdicts verdicts) throws StillframeException {
        Map<String, ImageReader.OpenImage> open = new TreeMap<>();
        try {
            for (String application : collected.gathered().keySet()) {
                open.put(application, view(image, application, verdicts));
            }
            return collected.validate(Map.<String, BackupImage>copyOf(open));
        } finally {
            open.values().forEach(ImageReader.OpenImage::close);
        }
    }

    private ImageReader.OpenImage view(Image image, String application, CarriedVerdicts verdicts) {
        return verdicts.carry()
                .map(carry -> site.reader().view(image, application, carry))
                .orElseGet(() -> site.reader().view(image, application));
    }

    private static Image with(Image image, List<Late> documents) {
        List<Late> late = new ArrayList<>(image.late());
        late.addAll(documents);
        return new Image(image.components(), image.views(), late);
    }

    private static Image without(Image image, Set<ComponentKey> refused) {
        return new Image(
                image.components().stream()
                        .filter(component -> !refused.contains(component.key()))
                        .toList(),
                image.views(),
                image.late().stream()
                        .filter(late -> !refused.contains(
                                new ComponentKey(late.application(), late.file().component())))
                        .toList());
    }

    static List<Problem> damaged(Set<ComponentKey> refused) {
        List<Problem> problems = new ArrayList<>();
        refused.forEach(key -> problems.add(new Problem(
                "backup.damaged",
                key + " is damaged, and its application refuses damage (on-damage)",
                dev.stillframe.api.Retry.DOES_NOT_HELP,
                "repair the application's files; on-damage: keep stores them as they are")));
        return problems;
    }
}
