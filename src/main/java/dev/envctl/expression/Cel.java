package dev.envctl.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The only class that touches CEL, so that nothing loads it before an expression needs it. Any thread may use it; a
/// compiled program is kept for every source.
final class Cel {

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setOptions(OPTIONS)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    /// Names that CEL itself gives a meaning.
    private static final Set<String> TYPES = Set.of(
            "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type", "dyn", "google");

    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']+)' applied to '([^']+)'.*", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("[!@]?_?(\\W+?)_?");

    private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

    private Cel() {}

    /// `tested` holds the paths inside `has(…)`, for which an attribute that is not set counts as missing.
    private record Compiled(CelSource source, CelRuntime.Program program, Set<List<String>> tested) {}

    static CelSource parse(String source) {
        return compiled(source).source();
    }

    static Value evaluate(String source, Map<List<String>, Value> values, Functions functions) {
        Compiled compiled = compiled(source);
        try {
            Object result = compiled.program().eval(activation(values, compiled.tested()), bindings(functions));
            return toValue(result);
        } catch (CelEvaluationException failed) {
            throw new IllegalArgumentException(reason(failed), failed);
        }
    }

    private static Compiled compiled(String source) {
        Compiled known = COMPILED.get(source);
        if (known != null) {
            return known;
        }
        Compiled compiled = compile(source);
        COMPILED.put(source, compiled);
        return compiled;
    }

    private static Compiled compile(String source) {
        CelValidationResult parsed = PARSER.parse(source);
        refuse(parsed, source);
        Finder finder = new Finder(source, tree(parsed));
        CelValidationResult checked = compiler(finder.roots).compile(source);
        refuse(checked, source);
        try {
            return new Compiled(
                    new CelSource(finder.names, finder.calls), RUNTIME.createProgram(tree(checked)), finder.tested);
        } catch (CelEvaluationException broken) {
            throw new ExpressionException(reason(broken), 0, source.length());
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException impossible) {
            throw new IllegalStateException("CEL found errors late; this is a bug in envctl", impossible);
        }
    }

    private static CelCompiler compiler(Set<String> roots) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setOptions(OPTIONS)
                .addFunctionDeclarations(declarations());
        roots.forEach(root -> builder.addVar(root, SimpleType.DYN));
        return builder.build();
    }

    private static List<CelFunctionDecl> declarations() {
        return List.of(
                declaration("file", SimpleType.STRING, SimpleType.STRING),
                declaration("json", SimpleType.DYN, SimpleType.STRING),
                declaration("yaml", SimpleType.DYN, SimpleType.STRING),
                declaration("base36", SimpleType.STRING, SimpleType.STRING),
                declaration("emrServiceAccount", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING),
                declaration("cidrSubnet", SimpleType.STRING, SimpleType.STRING, SimpleType.INT, SimpleType.INT),
                declaration("cidrContains", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
                declaration("cidrsOverlap", SimpleType.BOOL, SimpleType.DYN),
                declaration("merge", SimpleType.DYN, SimpleType.DYN, SimpleType.DYN),
                declaration("secret", SimpleType.DYN, SimpleType.DYN));
    }

    private static CelFunctionDecl declaration(String name, CelType result, CelType... arguments) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(name + "_envctl", result, arguments));
    }

    /// Bound at each evaluation, because the files and the account differ from one expression to the next.
    @SuppressWarnings("Immutable") // what the functions read is constant for the one evaluation that they are bound for
    private static CelLateFunctionBindings bindings(Functions functions) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        for (String name : List.of("file", "json", "yaml", "base36")) {
            bindings.add(CelFunctionBinding.from(
                    name + "_envctl", String.class, text -> toCel(functions.call(name, List.of(Value.of(text))))));
        }
        bindings.add(CelFunctionBinding.from(
                "emrServiceAccount_envctl",
                String.class,
                String.class,
                (namespace, role) ->
                        toCel(functions.call("emrServiceAccount", List.of(Value.of(namespace), Value.of(role))))));
        bindings.add(CelFunctionBinding.from(
                "cidrSubnet_envctl",
                List.of(String.class, Long.class, Long.class),
                arguments -> toCel(functions.call(
                        "cidrSubnet", List.of(toValue(arguments[0]), toValue(arguments[1]), toValue(arguments[2]))))));
        bindings.add(CelFunctionBinding.from(
                "cidrContains_envctl",
                String.class,
                String.class,
                (block, part) -> toCel(functions.call("cidrContains", List.of(Value.of(block), Value.of(part))))));
        bindings.add(CelFunctionBinding.from(
                "cidrsOverlap_envctl",
                Object.class,
                blocks -> toCel(functions.call("cidrsOverlap", List.of(toValue(blocks))))));
        bindings.add(CelFunctionBinding.from(
                "merge_envctl",
                Object.class,
                Object.class,
                (below, above) -> toCel(functions.call("merge", List.of(toValue(below), toValue(above))))));
        return CelLateFunctionBindings.from(bindings);
    }

    // ---- messages

    private static void refuse(CelValidationResult result, String source) {
        if (!result.hasError()) {
            return;
        }
        CelIssue first = result.getErrors().getFirst();
        int offset = offset(
                source,
                first.getSourceLocation().getLine(),
                first.getSourceLocation().getColumn());
        String message = first.getMessage();
        Matcher undeclared =
                Pattern.compile("undeclared reference to '([^']+)'.*").matcher(message);
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            int start = Math.max(0, source.lastIndexOf(name, offset));
            Functions.checkSignature(name, -1, start);
        }
        throw new ExpressionException(sentence(message), offset, 1);
    }

    private static int offset(String source, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.indexOf('\n', start) + 1;
        }
        return Math.clamp(start + column, 0, Math.max(0, source.length() - 1));
    }

    private static String sentence(String message) {
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            Matcher operator = OPERATOR.matcher(overload.group(1));
            String name = operator.matches() ? "operator " + operator.group(1) : "function " + overload.group(1);
            return "The %s does not take %s.".formatted(name, overload.group(2));
        }
        int expecting = message.indexOf(" expecting ");
        String head = expecting < 0 ? message : message.substring(0, expecting);
        if (head.contains("<EOF>")) {
            return "The expression ends too early.";
        }
        String unexpected = head.replaceFirst("^(extraneous|mismatched) input ", "");
        return unexpected.equals(head) ? "CEL says: " + head + "." : "There is an unexpected " + unexpected + ".";
    }

    private static String reason(CelEvaluationException failed) {
        Throwable cause = failed.getCause();
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : failed.getMessage();
        return String.valueOf(message)
                .replaceFirst("^evaluation error( at <input>:\\d+)?: ", "")
                .replaceFirst("\\.$", "");
    }

    // ---- values

    private static Map<String, Object> activation(Map<List<String>, Value> values, Set<List<String>> tested) {
        Map<String, Object> roots = new LinkedHashMap<>();
        values.entrySet().stream()
                .sorted(java.util.Comparator.comparing(entry -> entry.getKey().size()))
                .filter(entry -> !(entry.getValue() instanceof Value.Null && tested.contains(entry.getKey())))
                .forEach(entry -> put(roots, entry.getKey(), toCel(entry.getValue())));
        values.keySet().forEach(path -> put(roots, path.subList(0, path.size() - 1), new LinkedHashMap<>()));
        return roots;
    }

    /// Makes the maps on the way. What is there already stays.
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> roots, List<String> path, Object value) {
        Map<String, Object> here = roots;
        for (int i = 0; i < path.size() - 1; i++) {
            Object next = here.computeIfAbsent(path.get(i), _ -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map<?, ?> map)) {
                return;
            }
            here = (Map<String, Object>) map;
        }
        if (!path.isEmpty()) {
            here.putIfAbsent(path.getLast(), value);
        }
    }

    private static Object toCel(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Flag(boolean isTrue) -> isTrue;
            case Value.Number(BigDecimal amount) -> number(amount);
            case Value.Null _ -> NullValue.NULL_VALUE;
            case Value.ListValue list ->
                list.elements().stream().map(Cel::toCel).toList();
            case Value.MapValue map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> entries.put(key, toCel(entry)));
                yield entries;
            }
            case Value.Unknown _, Value.Secret _ ->
                throw new IllegalStateException("neither unknowns nor secrets reach CEL; this is a bug in envctl");
        };
    }

    private static Object number(BigDecimal amount) {
        boolean whole = amount.scale() <= 0 && amount.toBigInteger().bitLength() < Long.SIZE;
        return whole ? (Object) amount.longValueExact() : (Object) amount.doubleValue();
    }

    private static Value toValue(Object result) {
        return switch (result) {
            case String text -> Value.of(text);
            case Boolean isTrue -> Value.of(isTrue);
            case Long number -> Value.of(number);
            case UnsignedLong number -> new Value.Number(new BigDecimal(number.bigIntegerValue()));
            case Double number when Double.isFinite(number) -> new Value.Number(BigDecimal.valueOf(number));
            case NullValue _, com.google.protobuf.NullValue _ -> Value.NULL;
            case List<?> list ->
                new Value.ListValue(list.stream().map(Cel::toValue).toList());
            case Map<?, ?> map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.forEach((key, entry) -> entries.put(String.valueOf(key), toValue(entry)));
                yield new Value.MapValue(entries);
            }
            default ->
                throw new IllegalArgumentException("the result is neither text, number, boolean, list nor map; "
                        + "string(…) turns times and bytes into text");
        };
    }

    // ---- names

    /// Walks the tree for names that no macro binds.
    private static final class Finder {
        private final String source;
        private final Map<Long, Integer> positions;
        private final List<NamePath> names = new ArrayList<>();
        private final List<Syntax.Call> calls = new ArrayList<>();
        private final Set<String> roots = new TreeSet<>();
        private final Set<List<String>> tested = new HashSet<>();

        Finder(String source, CelAbstractSyntaxTree tree) {
            this.source = source;
            this.positions = tree.getSource().getPositionsMap();
            visit(tree.getExpr(), Set.of());
            names.sort(java.util.Comparator.comparingInt(NamePath::offset));
        }

        private void visit(CelExpr node, Set<String> bound) {
            Kind kind = node.exprKind().getKind();
            switch (kind) {
                case IDENT -> name(node, bound);
                case SELECT -> select(node, bound);
                case CALL -> call(node, bound);
                case LIST -> node.list().elements().forEach(element -> visit(element, bound));
                case MAP ->
                    node.map().entries().forEach(entry -> {
                        visit(entry.key(), bound);
                        visit(entry.value(), bound);
                    });
                case COMPREHENSION -> comprehension(node.comprehension(), bound);
                case STRUCT ->
                    throw new ExpressionException("Message types are not part of this language.", 0, source.length());
                case CONSTANT, NOT_SET -> {}
            }
        }

        private void name(CelExpr node, Set<String> bound) {
            String name = node.ident().name();
            if (bound.contains(name) || TYPES.contains(name)) {
                return;
            }
            NamePath path = SyntaxReader.pathAt(source, positions.getOrDefault(node.id(), 0));
            names.add(path);
            roots.add(path.root());
            for (NamePath.Step step : path.steps()) {
                if (step instanceof NamePath.EachKey each) {
                    names.add(SyntaxReader.pathAt(source, each.offset()));
                    roots.add("each");
                }
            }
        }

        private void select(CelExpr node, Set<String> bound) {
            int before = names.size();
            visit(node.select().operand(), bound);
            if (node.select().testOnly() && names.size() > before) {
                tested.add(names.get(before).keys());
            }
        }

        private void call(CelExpr node, Set<String> bound) {
            CelExpr.CelCall call = node.call();
            call.target().ifPresent(target -> visit(target, bound));
            boolean eachKeyIndex =
                    call.function().equals("_[_]") && isEachKey(call.args().getLast());
            call.args().stream()
                    .limit(eachKeyIndex ? 1 : call.args().size())
                    .forEach(argument -> visit(argument, bound));
            if (call.target().isEmpty() && Functions.isOurs(call.function())) {
                int parenthesis = positions.getOrDefault(node.id(), 0);
                calls.add(new Syntax.Call(
                        call.function(),
                        call.args().stream().map(Finder::literal).toList(),
                        Math.max(0, source.lastIndexOf(call.function(), parenthesis))));
            }
        }

        private static boolean isEachKey(CelExpr index) {
            return index.exprKind().getKind() == Kind.SELECT
                    && index.select().field().equals("key")
                    && index.select().operand().exprKind().getKind() == Kind.IDENT
                    && index.select().operand().ident().name().equals("each");
        }

        private static Syntax literal(CelExpr argument) {
            boolean text = argument.exprKind().getKind() == Kind.CONSTANT
                    && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE;
            return text
                    ? new Syntax.Literal(Value.of(argument.constant().stringValue()))
                    : new Syntax.ListOf(List.of());
        }

        private void comprehension(CelExpr.CelComprehension loop, Set<String> bound) {
            visit(loop.iterRange(), bound);
            Set<String> inside = new HashSet<>(bound);
            inside.add(loop.iterVar());
            inside.add(loop.iterVar2());
            inside.add(loop.accuVar());
            visit(loop.accuInit(), inside);
            visit(loop.loopCondition(), inside);
            visit(loop.loopStep(), inside);
            visit(loop.result(), inside);
        }
    }
}
