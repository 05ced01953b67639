package dev.envctl.runner.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Markdown of our reports, taken apart so that it can be made shorter without ever breaking a fence or a fold. What is
/// folded goes first; then what is destroyed, which is not folded, shrinks to its headlines. For one thread.
final class Foldable {

    private static final Pattern FENCE = Pattern.compile("(`{3,})[a-z]*");
    private static final Pattern FOLD = Pattern.compile("<details><summary>([\\w ,.:-]{0,100})</summary>");
    private static final String FOLD_END = "</details>";
    /// Of a diff: the line above a change, or the change itself where it is only named.
    private static final Pattern HEADLINE = Pattern.compile("( {2}# [^(]|[-+!]\\S* \\S).*");
    private static final int LONGEST_HEADLINE = 300;
    private static final int ALL = Integer.MAX_VALUE;

    /// From everything to next to nothing.
    private static final List<Shape> SHAPES = List.of(
            new Shape(ALL, false, ALL, false),
            new Shape(ALL, true, ALL, false),
            new Shape(100, true, ALL, false),
            new Shape(20, true, ALL, false),
            Shape.UNFOLDED,
            new Shape(0, true, ALL, true),
            new Shape(0, true, 300, true),
            new Shape(0, true, 100, true),
            new Shape(0, true, 30, true),
            new Shape(0, true, 10, true),
            new Shape(0, true, 3, true));

    private final List<Piece> pieces;
    /// What was asked for before: reports are long, and are fitted into several places.
    private final Map<Shape, String> rendered = new HashMap<>();

    private Foldable(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    sealed interface Piece {}

    record Plain(String line) implements Piece {}

    record Fence(String open, List<String> lines) implements Piece {}

    record Fold(String summary, List<Piece> pieces) implements Piece {}

    /// How many lines of each fence stay, of those in folds and of the others.
    private record Shape(int folded, boolean foldedHeadlines, int open, boolean openHeadlines) {
        static final Shape UNFOLDED = new Shape(0, true, ALL, false);
    }

    static Foldable parse(String markdown) {
        return new Foldable(pieces(markdown.lines().iterator(), false));
    }

    private static List<Piece> pieces(Iterator<String> lines, boolean inFold) {
        List<Piece> pieces = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            Matcher fence = FENCE.matcher(line);
            Matcher fold = FOLD.matcher(line);
            if (fence.matches()) {
                pieces.add(fence(line, fence.group(1), lines));
            } else if (fold.matches()) {
                pieces.add(new Fold(fold.group(1), pieces(lines, true)));
            } else if (!line.equals(FOLD_END)) {
                pieces.add(new Plain(line));
            } else if (inFold) {
                return pieces;
            }
        }
        return pieces;
    }

    private static Fence fence(String open, String end, Iterator<String> lines) {
        List<String> content = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.equals(end)) {
                break;
            }
            content.add(line);
        }
        return new Fence(open, content);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    String whole() {
        return render(SHAPES.getFirst());
    }

    /// Without what is folded.
    int essential() {
        return render(Shape.UNFOLDED).length();
    }

    /// The fullest that fits; `otherwise` when nothing does, if that fits, else nothing.
    String fit(int room, String otherwise) {
        return SHAPES.stream()
                .map(this::render)
                .filter(text -> text.length() <= room)
                .findFirst()
                .orElse(otherwise.length() <= room ? otherwise : "");
    }

    private String render(Shape shape) {
        return rendered.computeIfAbsent(shape, wanted -> {
            StringBuilder text = new StringBuilder();
            pieces.forEach(piece -> write(piece, wanted, false, text));
            return text.toString();
        });
    }

    private static void write(Piece piece, Shape shape, boolean inFold, StringBuilder text) {
        switch (piece) {
            case Plain(String line) -> text.append(line).append('\n');
            case Fence fence -> {
                int kept = inFold ? shape.folded() : shape.open();
                boolean isHeadlines = inFold ? shape.foldedHeadlines() : shape.openHeadlines();
                write(fence, kept, isHeadlines, text);
            }
            case Fold(String summary, List<Piece> pieces)
            when shape.folded() == 0 -> text.append(summary).append(": the run has it in full.\n");
            case Fold(String summary, List<Piece> pieces) -> {
                text.append("<details><summary>").append(summary).append("</summary>\n");
                pieces.forEach(inner -> write(inner, shape, true, text));
                text.append(FOLD_END).append('\n');
            }
        }
    }

    private static void write(Fence fence, int kept, boolean isHeadlines, StringBuilder text) {
        List<String> lines = isHeadlines ? headlines(fence) : fence.lines();
        text.append(fence.open()).append('\n');
        lines.stream().limit(kept).forEach(line -> text.append(line).append('\n'));
        if (lines.size() > kept) {
            text.append("… and ").append(lines.size() - kept).append(" more; the run has them in full.\n");
        }
        text.append(fence.open().replaceAll("[a-z]", "")).append('\n');
    }

    private static List<String> headlines(Fence fence) {
        List<String> found = fence.lines().stream()
                .filter(line -> HEADLINE.matcher(line).matches())
                .toList();
        return (found.isEmpty() ? fence.lines() : found)
                .stream().map(line -> Texts.cut(line, LONGEST_HEADLINE)).toList();
    }
}
