package dev.envctl.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/// Any YAML text to the same in the one layout: every token stays, on its line and in its order, and so does every
/// comment; only white space around them changes. Blocks stand two columns deeper than their parents, lists included;
/// what goes on over several lines (brackets, long strings) stands as if it had begun on a line of its own. A comment
/// stands with the block that its column says it belongs to.
final class YamlLayout {

    private static final int STEP = 2;
    private static final Set<Token.ID> MARKERS =
            Set.of(Token.ID.DocumentStart, Token.ID.DocumentEnd, Token.ID.Directive);
    private static final Set<Token.ID> ENTRIES = Set.of(Token.ID.Key, Token.ID.Value, Token.ID.BlockEntry);
    private static final Set<Token.ID> HOLDERS = Set.of(Token.ID.Value, Token.ID.BlockEntry);
    private static final Set<Token.ID> OPENERS = Set.of(Token.ID.FlowMappingStart, Token.ID.FlowSequenceStart);
    private static final Set<Token.ID> CLOSERS = Set.of(Token.ID.FlowMappingEnd, Token.ID.FlowSequenceEnd);
    private static final Set<Token.ID> PROPERTIES = Set.of(Token.ID.Anchor, Token.ID.Tag);

    private enum Kind {
        MAP,
        LIST,
        /// A list in the column of its key. For the scanner it is part of the map.
        LIST_AT_KEY
    }

    /// A block that is open, with its columns in the old text and in the new.
    private record Level(Kind kind, int before, int after) {}

    /// Brackets that are open: the column of the closing one when it starts a line.
    private record Flow(int column) {
        int inside() {
            return column + STEP;
        }
    }

    private final YamlTokens source;
    private final LayoutLines lines = new LayoutLines();
    private final List<Level> levels = new ArrayList<>();
    private final Deque<Flow> flows = new ArrayDeque<>();
    private List<Level> levelsBefore = List.of();
    private Optional<Token.ID> previous = Optional.empty();
    private int end;
    private boolean isAtKey;
    private boolean lineIsInFlow;

    private YamlLayout(YamlTokens source) {
        this.source = source;
    }

    /// The text must be YAML.
    static String of(String text) {
        YamlLayout layout = new YamlLayout(YamlTokens.of(text));
        layout.source.tokens().forEach(layout::add);
        return layout.lines.text();
    }

    /// Whether two texts hold the same documents, down to tags, anchors, styles and the order of keys, and the same
    /// comments.
    static boolean isSame(String one, String other) {
        try {
            return events(one).equals(events(other)) && comments(one).equals(comments(other));
        } catch (YamlEngineException broken) {
            return false;
        }
    }

    private static List<String> events(String text) {
        List<String> events = new ArrayList<>();
        for (Event event : new Parse(YamlReader.settings(text).build()).parseString(text)) {
            events.add(event.toString());
        }
        return events;
    }

    private static List<String> comments(String text) {
        YamlTokens source = YamlTokens.of(text);
        List<String> comments = new ArrayList<>();
        int end = 0;
        for (Token token : source.tokens()) {
            LayoutGap gap = LayoutGap.of(source.text(end, YamlTokens.start(token)), false);
            comments.add(gap.trailing());
            gap.notes().forEach(note -> comments.add(note.text()));
            if (isBlockText(token)) {
                comments.add(BlockText.comment(source.text(token)));
            }
            end = YamlTokens.end(token);
        }
        comments.removeIf(String::isEmpty);
        return comments;
    }

    private static boolean isBlockText(Token token) {
        return token instanceof ScalarToken scalar
                && (scalar.getStyle() == ScalarStyle.LITERAL || scalar.getStyle() == ScalarStyle.FOLDED);
    }

    // ---- tokens

    private void add(Token token) {
        switch (token.getTokenId()) {
            case StreamStart -> {}
            case BlockMappingStart -> open(Kind.MAP, token);
            case BlockSequenceStart -> open(Kind.LIST, token);
            case BlockEnd -> close();
            case Key -> {
                closeListAtKey();
                isAtKey = true;
                if (!source.text(token).isEmpty()) {
                    write(token);
                }
            }
            case Value -> {
                closeListAtKey();
                write(token);
            }
            case BlockEntry -> {
                if (isIn(Kind.MAP)) {
                    open(Kind.LIST_AT_KEY, token);
                }
                write(token);
            }
            default -> write(token);
        }
    }

    private void open(Kind kind, Token token) {
        levels.add(new Level(kind, YamlTokens.column(token), inside()));
    }

    private void close() {
        closeListAtKey();
        levels.removeLast();
    }

    private void closeListAtKey() {
        if (flows.isEmpty() && isIn(Kind.LIST_AT_KEY)) {
            levels.removeLast();
        }
    }

    private boolean isIn(Kind kind) {
        return !levels.isEmpty() && levels.getLast().kind() == kind;
    }

    /// The column of what the innermost block holds.
    private int inside() {
        return levels.isEmpty() ? 0 : levels.getLast().after() + STEP;
    }

    private void write(Token token) {
        LayoutGap gap = LayoutGap.of(source.text(end, YamlTokens.start(token)), previous.isEmpty());
        if (!gap.trailing().isEmpty()) {
            lines.comment(gap.trailing());
        }
        notes(gap.notes(), token);
        if (gap.endsBlank()) {
            lines.blank();
        }
        if (token.getTokenId() == Token.ID.StreamEnd) {
            return;
        }
        if (gap.isBreak()) {
            begin(token);
        } else {
            lines.append(separator(token.getTokenId()));
        }
        end = YamlTokens.end(token);
        text(token);
        nest(token.getTokenId());
        previous = Optional.of(token.getTokenId());
        levelsBefore = List.copyOf(levels);
        isAtKey = false;
    }

    private void begin(Token token) {
        if (MARKERS.contains(token.getTokenId())) {
            lines.beginMarker();
        } else {
            lines.begin(column(token.getTokenId()));
        }
        lineIsInFlow = !flows.isEmpty();
    }

    /// Where a token stands that starts a line.
    private int column(Token.ID token) {
        if (!flows.isEmpty()) {
            return CLOSERS.contains(token)
                    ? flows.getLast().column()
                    : flows.getLast().inside();
        }
        return isEntry(token) && !levels.isEmpty() ? levels.getLast().after() : inside();
    }

    /// Not the value of an entry.
    private boolean isEntry(Token.ID token) {
        return isAtKey || ENTRIES.contains(token);
    }

    private void nest(Token.ID token) {
        if (CLOSERS.contains(token)) {
            flows.removeLast();
        }
        if (OPENERS.contains(token)) {
            flows.add(new Flow(closingColumn()));
        }
    }

    /// Of brackets that open here. Those that open in the line of others close where they do.
    private int closingColumn() {
        if (flows.isEmpty()) {
            return inside();
        }
        return lineIsInFlow ? lines.indentation() : flows.getLast().column();
    }

    /// What goes between two tokens of one line. Where there is nothing before a comma or a colon, or only a name
    /// that could go on with it, a space stays.
    private String separator(Token.ID token) {
        Token.ID before = previous.orElse(Token.ID.StreamStart);
        if (OPENERS.contains(before)) {
            return "";
        }
        boolean isLoose = ENTRIES.contains(before) || PROPERTIES.contains(before);
        return switch (token) {
            case FlowMappingEnd, FlowSequenceEnd, FlowEntry -> isLoose ? " " : "";
            case Value -> isLoose || before == Token.ID.Alias || before == Token.ID.FlowEntry ? " " : "";
            default -> " ";
        };
    }

    // ---- texts

    private void text(Token token) {
        if (isBlockText(token)) {
            blockText(token);
        } else if (token instanceof ScalarToken) {
            flowText(source.text(token));
        } else {
            lines.append(source.text(token));
        }
    }

    private void blockText(Token token) {
        String written = source.text(token);
        BlockText text = BlockText.of(
                written,
                levels.isEmpty() ? 0 : levels.getLast().before(),
                STEP,
                source.isAtEnd(token) && !written.endsWith("\n"));
        lines.append(text.header());
        lines.comment(text.comment());
        text.lines().forEach(line -> lines.content(continuation(), line));
        end = YamlTokens.start(token) + text.length();
    }

    /// Spaces around its line breaks do not count.
    private void flowText(String written) {
        List<String> all = Arrays.asList(written.split("\n", -1));
        lines.append(all.size() == 1 ? written : withoutEnd(all.getFirst()));
        for (int i = 1; i < all.size(); i++) {
            String line = all.get(i).replaceFirst("^[ \t]+", "");
            lines.content(continuation(), i == all.size() - 1 ? line : withoutEnd(line));
        }
    }

    /// A space that a backslash stands before counts.
    private static String withoutEnd(String line) {
        int length = line.length();
        while (length > 0 && " \t".indexOf(line.charAt(length - 1)) >= 0) {
            length--;
        }
        int letters = length;
        while (letters > 0 && line.charAt(letters - 1) == '\\') {
            letters--;
        }
        boolean isEscaped = (length - letters) % 2 == 1;
        return line.substring(0, Math.min(line.length(), isEscaped ? length + 1 : length));
    }

    /// At the root, too, further lines are indented, so that none is taken for a marker.
    private int continuation() {
        return flows.isEmpty() ? Math.max(STEP, inside()) : flows.getLast().inside();
    }

    // ---- comments

    private void notes(List<LayoutGap.Note> notes, Token next) {
        int deepest = Integer.MAX_VALUE;
        for (LayoutGap.Note note : notes) {
            if (note.afterBlank()) {
                lines.blank();
            }
            deepest = Math.min(deepest, column(note, next));
            lines.begin(deepest);
            lines.append(note.text());
        }
    }

    /// A comment before the end of a block stands in the block or behind it; its old column tells.
    private int column(LayoutGap.Note note, Token next) {
        if (!flows.isEmpty()) {
            return flows.getLast().inside();
        }
        int column = isEnd(next) ? 0 : column(next.getTokenId());
        int before = isEnd(next) ? 0 : YamlTokens.column(next);
        return closed(next).stream()
                .filter(level -> note.column() > before && level.before() <= note.column())
                .reduce((outer, inner) -> inner.before() > outer.before() ? inner : outer)
                .map(Level::after)
                .orElse(column);
    }

    private static boolean isEnd(Token token) {
        return MARKERS.contains(token.getTokenId()) || token.getTokenId() == Token.ID.StreamEnd;
    }

    /// The blocks that end between the previous token and the next. Below a key without a value there could be one.
    private List<Level> closed(Token next) {
        int open = 0;
        while (open < Math.min(levels.size(), levelsBefore.size())
                && levels.get(open).equals(levelsBefore.get(open))) {
            open++;
        }
        List<Level> closed = new ArrayList<>(levelsBefore.subList(open, levelsBefore.size()));
        boolean isOver = isEnd(next) || (isEntry(next.getTokenId()) && levels.size() == open);
        if (isOver && previous.filter(HOLDERS::contains).isPresent()) {
            Level holder = levelsBefore.getLast();
            closed.add(new Level(Kind.MAP, holder.before() + 1, holder.after() + STEP));
        }
        return closed;
    }
}
