package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptRefusalTest {
    /** A field's JSON, the type of the problem, the field it names, and its detail. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "width":63                 | LIMIT_EXCEEDED    | width          | width is 63; it must be from 64 to 2048
            "width":2049               | LIMIT_EXCEEDED    | width          | width is 2049; it must be from 64 to 2048
            "height":-64               | LIMIT_EXCEEDED    | height         | height is -64; it must be from 64 to 2048
            "height":1e309             | LIMIT_EXCEEDED    | height         | height is 1E+309; it must be from 64 to 2048
            "width":256.5              | INVALID_PARAMETER | width          | width is 256.5; it must be a whole number
            "width":"256"              | INVALID_PARAMETER | width          | width must be a whole number, not string
            "steps":0                  | LIMIT_EXCEEDED    | steps          | steps is 0; it must be from 1 to 500
            "steps":501                | LIMIT_EXCEEDED    | steps          | steps is 501; it must be from 1 to 500
            "steps":true               | INVALID_PARAMETER | steps          | steps must be a whole number, not boolean
            "steps":[20]               | INVALID_PARAMETER | steps          | steps must be a whole number, not array
            "guidance_scale":100.01    | LIMIT_EXCEEDED    | guidance_scale | guidance_scale is 100.01; it must be from 0 to 100
            "guidance_scale":-1e-9     | LIMIT_EXCEEDED    | guidance_scale | guidance_scale is -1E-9; it must be from 0 to 100
            "guidance_scale":1e309     | LIMIT_EXCEEDED    | guidance_scale | guidance_scale is 1E+309; it must be from 0 to 100
            "guidance_scale":NaN       | NOT_FINITE        | guidance_scale | guidance_scale is NaN; it must be finite
            "guidance_scale":-Infinity | NOT_FINITE        | guidance_scale | guidance_scale is -Infinity; it must be finite
            "guidance_scale":{}        | INVALID_PARAMETER | guidance_scale | guidance_scale must be a number, not object
            "seed":-1                  | LIMIT_EXCEEDED    | seed | seed is -1; it must be from 0 to 18446744073709551615
            "seed":18446744073709551616 | LIMIT_EXCEEDED   | seed | seed is 18446744073709551616; it must be from 0 to 18446744073709551615
            "seed":"18446744073709551616" | LIMIT_EXCEEDED | seed | seed is 18446744073709551616; it must be from 0 to 18446744073709551615
            "seed":"0x7"               | INVALID_PARAMETER | seed | seed must be a whole number in decimal digits
            "seed":""                  | INVALID_PARAMETER | seed | seed must be a whole number in decimal digits
            "seed":"٧"                 | INVALID_PARAMETER | seed | seed must be a whole number in decimal digits
            "seed":0.5                 | INVALID_PARAMETER | seed | seed is 0.5; it must be a whole number
            "seed":1e-999999999        | INVALID_PARAMETER | seed | seed is 1E-999999999; it must be a whole number
            "seed":1e999999999         | LIMIT_EXCEEDED    | seed | seed is 1E+999999999; it must be from 0 to 18446744073709551615
            "seed":1e99999999999       | TOO_LARGE         | seed | the JSON has a number with too large an exponent
            "seed":1.5e0               | INVALID_PARAMETER | seed | seed is 1.5; it must be a whole number
            "seed":NaN                 | NOT_FINITE        | seed | seed is NaN; it must be finite
            "n":0                      | LIMIT_EXCEEDED    | n | n is 0; it must be from 1 to 16
            "n":17                     | LIMIT_EXCEEDED    | n | n is 17; it must be from 1 to 16
            "priority":10              | LIMIT_EXCEEDED    | priority | priority is 10; it must be from 0 to 9
            "output_format":"bmp"      | INVALID_PARAMETER | output_format | output_format must be one of png, jpeg, webp
            "output_format":"PNG"      | INVALID_PARAMETER | output_format | output_format must be one of png, jpeg, webp
            "model":"../secret"        | INVALID_PARAMETER | model | model must be 1 to 64 letters, digits or . _ - and begin with a letter or digit
            "scheduler":""             | INVALID_PARAMETER | scheduler | scheduler must be 1 to 64 letters, digits, spaces or + . / _ - and begin with a letter or digit
            "scheduler":"a\\u0009b"      | INVALID_PARAMETER | scheduler | scheduler must be 1 to 64 letters, digits, spaces or + . / _ - and begin with a letter or digit
            "scheduler":7              | INVALID_PARAMETER | scheduler | scheduler must be a string, not number
            "negative_prompt":7        | INVALID_PARAMETER | negative_prompt | negative_prompt must be a string, not number
            "negative_prompt":"\\u0000" | INVALID_PARAMETER | negative_prompt | negative_prompt has the control character U+0000 at 0
            "negative_prompt":"ab\\ud800c" | INVALID_PARAMETER | negative_prompt | negative_prompt has the unpaired surrogate U+D800 at 2
            "metadata":[]              | INVALID_PARAMETER | metadata | metadata must be an object, not array
            "metadata":{"a":[NaN]}     | NOT_FINITE        | metadata | metadata holds a number that is not finite
            "metadata":{"a":"\\ud800"} | INVALID_PARAMETER | metadata | metadata holds an unpaired surrogate
            "metadata":{"\\udc00":1} | INVALID_PARAMETER | metadata | metadata holds an unpaired surrogate
            "strength":0.5             | INVALID_PARAMETER | strength | strength needs an image
            "mask_image":"inputs/m.png" | INVALID_PARAMETER | mask_image | mask_image needs an image
            "image":"inputs/a.png","strength":0 | LIMIT_EXCEEDED | strength | strength is 0; it must be above 0 and at most 1
            "image":"inputs/a.png","strength":1.01 | LIMIT_EXCEEDED | strength | strength is 1.01; it must be from 0 to 1
            "image":"claims/a.png"     | INVALID_PARAMETER | image | image must be an object key that begins with images/ or inputs/, or a data URI
            "image":"images/../claims/a" | INVALID_PARAMETER | image | image must be an object key that begins with images/ or inputs/, or a data URI
            "image":"https://a/b.png"  | INVALID_PARAMETER | image | image must be an object key that begins with images/ or inputs/, or a data URI
            "image":"data:image/svg+xml;base64,AAAA" | INVALID_PARAMETER | image | image must begin with data:image/png;base64, or the same with jpeg or webp, and be Base64
            "image":"data:image/png;base64,A" | INVALID_PARAMETER | image | image is not Base64
            "image":"inputs/a","mask_image":"data:image/png;base64,A" | INVALID_PARAMETER | mask_image | mask_image is not Base64
            "step":20                  | UNKNOWN_FIELD     | step | the field step is not known
            "n":1,"n":2                | DUPLICATE_FIELD   | n | the field n is there twice
            "metadata":{"a":1,"a":1}   | DUPLICATE_FIELD   | a | the field a is there twice
            """)
    void namesFieldValueAndLimit(String field, ProblemType type, String name, String detail) {
        assertThat(refused("{\"prompt\":\"a cat\"," + field + "}")).isEqualTo(new Problem(type, detail, null, name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                        | prompt is missing
            {"prompt":null}           | prompt is missing
            {"prompt":" \\n\\t\\u3000"} | prompt is blank
            {"prompt":"a\\u0007"}     | prompt has the control character U+0007 at 1
            {"prompt":"a\\u0085"}     | prompt has the control character U+0085 at 1
            {"prompt":"\\u200b"}      | prompt is blank
            """)
    void aPromptMustBeText(String json, String detail) {
        assertThat(refused(json)).isEqualTo(new Problem(ProblemType.INVALID_PARAMETER, detail, null, "prompt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a cat                       | the value is not JSON at line 1, column 1
            ``                          | the value is not one JSON object
            []                          | the value is not one JSON object
            7                           | the value is not one JSON object
            {"prompt":"a secret cat"} {} | the value is not JSON at line 1, column 27
            {"prompt":"a secret cat",}  | the value is not JSON at line 1, column 26
            {"prompt":"a secret cat"    | the value is not JSON at line 1, column 25
            {"prompt":'a secret cat'}   | the value is not JSON at line 1, column 11
            """)
    void saysWhereItIsNotJson(String json, String detail) {
        assertThat(refused(json)).isEqualTo(new Problem(ProblemType.MALFORMED_EVENT, detail, null, null));
    }

    @Test
    void refusesOtherEncodings() {
        // Given
        byte[] latin = {'{', '"', 'p', 'r', 'o', 'm', 'p', 't', '"', ':', '"', (byte) 0xE9, '"', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] utf16 = "{\"prompt\":\"a cat\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        // Then
        assertThat(refused(latin).type()).isEqualTo(ProblemType.MALFORMED_EVENT);
        assertThat(refused(surrogate).type()).isEqualTo(ProblemType.MALFORMED_EVENT);
        assertThat(refused(utf16).type()).isEqualTo(ProblemType.MALFORMED_EVENT);
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertThat(refused("{\"prompt\":\"" + "a".repeat(Limits.MAX_EVENT_BYTES) + "\"}")
                        .type())
                .isEqualTo(ProblemType.TOO_LARGE);
        assertThat(refused("{\"metadata\":" + "[".repeat(40) + "]".repeat(40) + "}")
                        .type())
                .isEqualTo(ProblemType.TOO_LARGE);
        assertThat(refused("{\"seed\":" + "9".repeat(1000) + "}").type()).isEqualTo(ProblemType.TOO_LARGE);
    }

    @Test
    void neverRepeatsTheText() {
        // Given
        var text = "secret".repeat(700);
        // Then
        assertThat(refused("{\"prompt\":\"" + text + "\"}"))
                .isEqualTo(new Problem(
                        ProblemType.LIMIT_EXCEEDED, "prompt is 4200 code points long; at most 4000", null, "prompt"));
        assertThat(refused("{\"prompt\":\"secret\u0001\"}").detail()).doesNotContain("secret");
        assertThat(refused("{\"prompt\":secret}").detail()).doesNotContain("secret");
        assertThat(refused("{\"prompt\":\"a\",\"model\":\"secret cat\"}").detail())
                .doesNotContain("secret");
    }

    @Test
    void shortensTheNameOfAnUnknownField() {
        assertThat(refused("{\"prompt\":\"a\",\"" + "x".repeat(1000) + "\\n\":1}")
                        .field())
                .isEqualTo("x".repeat(64) + "...");
    }

    private static Problem refused(String json) {
        return refused(json.getBytes(UTF_8));
    }

    private static Problem refused(byte[] json) {
        return catchThrowableOfType(Refusal.class, () -> Events.promptRequested(json, "id", "/test"))
                .problem();
    }
}
