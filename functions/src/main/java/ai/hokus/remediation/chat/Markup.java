package ai.hokus.remediation.chat;

import java.util.regex.Pattern;

/** How text from outside is written so that people read it, and nothing else comes of it. */
enum Markup {

  /** Slack's {@code plain_text}, and code: three control characters alone mean anything. */
  PLAIN {
    @Override
    String escaped(int character) {
      return entity(character);
    }
  },

  /**
   * The markdown of whichever client Amazon Q Developer writes to. It knows no escape but the
   * entities, so what would begin emphasis, code, a link or a mention becomes its look-alike.
   */
  CLIENT_MARKDOWN {
    @Override
    String escaped(int character) {
      return switch (character) {
        case '*' -> "∗";
        case '~' -> "∼";
        case '`' -> "ˋ";
        case '[' -> "［";
        case ']' -> "］";
        case '@' -> "＠";
        default -> entity(character);
      };
    }

    @Override
    String clean(String text) {
      // Within a word, as in most names, an underscore is only that.
      return AT_THE_EDGE_OF_A_WORD.matcher(super.clean(text)).replaceAll("＿");
    }
  };

  private static final Pattern AT_THE_EDGE_OF_A_WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

  /** Half a character, which no encoding has. */
  private static final Pattern SURROGATE = Pattern.compile("\\p{Cs}");

  /** What shows nothing, or turns the direction in which the rest is read. */
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

  private static final Pattern BREAK = Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Zl}\\p{Zp}]+");

  private static final Pattern EVERYBODY =
      Pattern.compile("@(?=here|channel|everyone)", Pattern.CASE_INSENSITIVE);

  /** One line of visible characters that calls nobody. */
  String clean(String text) {
    var whole = SURROGATE.matcher(text).replaceAll("\uFFFD");
    var visible = INVISIBLE.matcher(whole).replaceAll("");
    return EVERYBODY.matcher(BREAK.matcher(visible).replaceAll(" ")).replaceAll("＠").strip();
  }

  /** What stands for one character of clean text. */
  abstract String escaped(int character);

  private static String entity(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> Character.toString(character);
    };
  }
}
