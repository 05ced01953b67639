package dev.envctl.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.Token;

/// The tokens of a YAML text, with the text, its lines ended by line feeds alone. What stands between two of them is
/// white space and comments, nothing else. Marks count code points, and so does everything here.
final class YamlTokens {

    private final int[] characters;
    private final List<Token> tokens;

    private YamlTokens(int[] characters, List<Token> tokens) {
        this.characters = characters;
        this.tokens = List.copyOf(tokens);
    }

    static YamlTokens of(String written) {
        String text = written.replaceAll("\r\n?", "\n");
        LoadSettings settings = YamlReader.settings(text).build();
        List<Token> tokens = new ArrayList<>();
        new ScannerImpl(settings, new StreamReader(settings, text)).forEachRemaining((Consumer<Token>) tokens::add);
        return new YamlTokens(text.codePoints().toArray(), tokens);
    }

    List<Token> tokens() {
        return tokens;
    }

    static int start(Token token) {
        return token.getStartMark().map(Mark::getIndex).orElseThrow();
    }

    static int end(Token token) {
        return token.getEndMark().map(Mark::getIndex).orElseThrow();
    }

    static int column(Token token) {
        return token.getStartMark().map(Mark::getColumn).orElseThrow();
    }

    String text(Token token) {
        return text(start(token), end(token));
    }

    String text(int from, int to) {
        return new String(characters, from, to - from);
    }

    boolean isAtEnd(Token token) {
        return end(token) == characters.length;
    }
}
