package charlm.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

final class HtmlReportTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    private static String data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertTrue(matcher.find());
        return matcher.group(1);
    }

    @Test
    void whateverTheDataHoldTheyComeBackAndEndNothing() {
        for (String hostile : List.of(
                "</script><script>alert(1)</script>",
                "<!-- <script>",
                "]]>&amp;\u2028\u2029\u0000\u001b[31m\\\"'",
                "{{data}} {{runs.js}}",
                "$1 \\1")) {
            Map<String, Object> fields = Map.of("runs", List.of(Map.of("name", hostile)));
            String data = data(HtmlReport.page(fields));
            assertFalse(data.matches("(?s).*[<>&\u2028\u2029].*"), data);
            assertEquals(fields, JSON.std.mapFrom(data));
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndMayNot() {
        String page = HtmlReport.page(Map.of("runs", List.of()));
        assertTrue(page.contains("default-src 'none'"));
        assertFalse(Pattern.compile("(?i)(src|href)\\s*=\\s*[\"']?(https?:|//)")
                .matcher(page)
                .find());
        assertFalse(Pattern.compile("(?i)@import|url\\(").matcher(page).find());
        assertFalse(page.contains("{{") || page.contains("}}\n<"), "every place is filled");
    }

    @Test
    void thePageCarriesTheChartLibraryWithItsLicence() {
        String page = HtmlReport.page(Map.of("runs", List.of()));
        assertTrue(page.contains("github.com/leeoniya/uPlot (v"), "the library names itself");
        assertTrue(
                page.contains("The MIT License") && page.contains("Leon Sorokin"),
                "and may be copied with its licence");
        assertTrue(page.length() < 150_000, "an empty report has " + page.length() + " characters");
    }
}
