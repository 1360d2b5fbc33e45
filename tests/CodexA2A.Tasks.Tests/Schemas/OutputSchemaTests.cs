using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Schemas;

/// <summary>Schemas of answers: what is checked, and what is refused because it cannot be.</summary>
public sealed class OutputSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""", """{"a":1}""", """{"a":1,"b":2}""", """{}""", """{"a":"1"}""", "[]")]
    [InlineData("""{"type":["string","null"],"minLength":2,"maxLength":3}""", "\"ab\"", "\"a\"", "\"abcd\"", "1")]
    [InlineData("""{"type":"string","maxLength":1}""", "\"😀\"", "\"😀😀\"")]
    [InlineData("""{"type":"string","pattern":"^[a-z]+$"}""", "\"abc\"", "\"ab1\"")]
    [InlineData("""{"type":"array","items":{"type":"number"},"minItems":1,"maxItems":2,"uniqueItems":true}""", "[1,2]", "[]", "[1,2,3]", "[1,1.0]", "[\"x\"]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a",1,2]""", """[1]""", """["a","b"]""")]
    [InlineData("""{"type":"number","minimum":1,"exclusiveMaximum":3,"multipleOf":0.5}""", "2.5", "0.5", "3", "1.2")]
    [InlineData("""{"type":"number","maximum":3,"exclusiveMinimum":1}""", "3", "1", "4")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5", "\"1\"")]
    [InlineData("""{"enum":[1,"a",{"x":[true]}]}""", """{"x":[true]}""", """{"x":[false]}""", "2")]
    [InlineData("""{"const":{"a":1}}""", """{"a":1.0}""", """{"a":2}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number","minimum":5}]}""", "7", "1", "true")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "1.5", "1")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3", "0")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"additionalProperties":false}}}""", """{"next":{"next":{}}}""", """{"next":{"other":1}}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"boolean"},"minProperties":1,"maxProperties":2}""", """{"x":true}""", "{}", """{"x":1}""", """{"a":true,"b":true,"c":true}""")]
    [InlineData("""{"properties":{"a":false},"title":"t","description":"d","format":"email","default":1,"examples":[1],"$schema":"https://json-schema.org/draft/2020-12/schema"}""", """{"b":1}""", """{"a":1}""")]
    public void An_answer_fits_or_says_why_it_does_not(string schema, string right, params string[] wrong)
    {
        var read = Read(schema)!;
        var good = read.Check(right, 1000);
        Assert.True(good.Value is not null, string.Join("; ", good.Errors));
        Assert.Empty(good.Errors);
        foreach (var answer in wrong)
        {
            var bad = read.Check(answer, 1000);
            Assert.True(bad.Value is null, answer);
            Assert.NotEmpty(bad.Errors);
        }
    }

    [Theory]
    [InlineData(null, "there is no answer")]
    [InlineData("  ", "there is no answer")]
    [InlineData("Sure! {\"a\":1}", "the answer is not JSON")]
    [InlineData("{\"a\":1} and more", "the answer is not JSON")]
    [InlineData("null", "the answer is null")]
    [InlineData("{\"a\":\"0123456789012345678901234567890123456789\"}", "the answer has more than 40 bytes")]
    public void What_is_no_JSON_fits_nothing(string? answer, string error) =>
        Assert.StartsWith(error, Assert.Single(Read("{}")!.Check(answer, 40).Errors), StringComparison.Ordinal);

    [Fact]
    public void Errors_name_their_place() =>
        Assert.Equal(["/a/1/b must be of type string"], Read("""{"properties":{"a":{"items":{"properties":{"b":{"type":"string"}}}}}}""")!.Check("""{"a":[{},{"b":1}]}""", 1000).Errors);

    [Theory]
    [InlineData("\"text\"", "metadata.codex.output_schema")]
    [InlineData("""{"type":"text"}""", "metadata.codex.output_schema.type")]
    [InlineData("""{"type":[]}""", "metadata.codex.output_schema.type")]
    [InlineData("""{"properties":{"a":{"patternProperties":{}}}}""", "metadata.codex.output_schema.properties.a.patternProperties")]
    [InlineData("""{"if":true}""", "metadata.codex.output_schema.if")]
    [InlineData("""{"unevaluatedProperties":false}""", "metadata.codex.output_schema.unevaluatedProperties")]
    [InlineData("""{"$id":"x"}""", "metadata.codex.output_schema.$id")]
    [InlineData("""{"$ref":"https://example.org/x"}""", "metadata.codex.output_schema.$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "metadata.codex.output_schema.$ref")]
    [InlineData("""{"pattern":"(?=a)"}""", "metadata.codex.output_schema.pattern")]
    [InlineData("""{"pattern":"(a)\\1"}""", "metadata.codex.output_schema.pattern")]
    [InlineData("""{"pattern":"("}""", "metadata.codex.output_schema.pattern")]
    [InlineData("""{"pattern":"((a{1000}){1000}){1000}"}""", "metadata.codex.output_schema.pattern")]
    [InlineData("""{"items":[{"type":"string"}]}""", "metadata.codex.output_schema.items")]
    [InlineData("""{"anyOf":[{"minLength":-1}]}""", "metadata.codex.output_schema.anyOf[0].minLength")]
    [InlineData("""{"multipleOf":0}""", "metadata.codex.output_schema.multipleOf")]
    [InlineData("""{"required":[1]}""", "metadata.codex.output_schema.required")]
    [InlineData("""{"enum":[]}""", "metadata.codex.output_schema.enum")]
    public void What_cannot_be_checked_is_refused_with_its_place(string schema, string field) => Assert.Equal(field, Refused(schema));

    [Fact]
    public void Size_and_depth_have_limits()
    {
        Assert.Equal("metadata.codex.output_schema", Refused($$"""{"description":"{{new string('x', OutputSchema.MaxBytes)}}"}"""));
        var deep = string.Concat(Enumerable.Repeat("{\"items\":", 70)) + "true" + new string('}', 70);
        Assert.StartsWith("metadata.codex.output_schema.items", Refused(deep), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    [InlineData("""{"items":{"anyOf":[{"items":{"$ref":"#"},"const":0},{"items":{"$ref":"#"},"const":0},{"items":{"$ref":"#"},"const":0}]}}""")]
    public void No_schema_takes_for_ever(string schema) =>
        Assert.NotEmpty(Read(schema)!.Check(new string('[', 60) + "1" + new string(']', 60), 1000).Errors);

    [Fact]
    public void Both_names_are_taken_but_not_together()
    {
        Assert.NotNull(Schema(new JsonObject { ["outputSchema"] = new JsonObject() }));
        Assert.NotNull(Schema(new JsonObject { ["output_schema"] = new JsonObject() }));
        Assert.Null(Schema([]));
        Assert.Equal("metadata.codex.outputSchema", Field(() => Schema(new JsonObject { ["outputSchema"] = new JsonObject(), ["output_schema"] = new JsonObject() })));
    }

    private static OutputSchema? Read(string schema) => Schema(new JsonObject { ["output_schema"] = JsonNode.Parse(schema, documentOptions: new() { MaxDepth = 256 }) });

    private static OutputSchema? Schema(JsonObject codex) => OutputSchema.Read(new MetadataReader(new JsonObject { ["codex"] = codex }, null));

    private static string Refused(string schema) => Field(() => Read(schema));

    private static string Field(Func<object?> read) => Assert.Single(Assert.Throws<A2AException>(read).FieldViolations).Field;
}
