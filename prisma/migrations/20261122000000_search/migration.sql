-- The canonical form in which texts are searched. tokens.ts of the API says what it means and computes the same.
-- Everything is spelt out, so that the outcome depends neither on the database's locale nor on its version.
CREATE FUNCTION "search_text"("given" text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
  folded text := left(normalize(left(given, 20000), NFKC), 20000);
BEGIN
  -- Only where something could carry an accent, be invisible, or be a large letter beyond A to Z.
  IF folded ~ '[\u00AD\u00C0-\u06FF\u180B-\u180F\u1AB0-\u1AFF\u1D00-\u1FFF\u200B-\u200F\u202A-\u202E\u2060-\u206F\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF\U000105C9\U000105E4\U0001F3FB-\U0001F3FF\U000E0000-\U000E0FFF]' THEN
    folded := normalize(regexp_replace(normalize(folded, NFKD), '[\u00AD\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u061C\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u180B-\u180F\u1AB0-\u1AFF\u1DC0-\u1DFF\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF\U0001F3FB-\U0001F3FF\U000E0000-\U000E0FFF]+', '', 'g'), NFC);
    folded := translate(folded,
      'ĐÆÐÞĦŁŊŒŦƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖØøđłħŧıςẞ',
      'dæðþhlŋœtɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆoodlhtiσß');
  END IF;
  folded := regexp_replace(lower(folded COLLATE "C"), '[\u0E00-\u0FFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2300-\u23FF\u25A0-\u27BF\u2B00-\u2BFF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303C\u3041-\u309F\u30A1-\u30FA\u30FC-\u31FF\u3400-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uE000-\uFAFF\U00016F00-\U00018DFF\U0001AFF0-\U0001B2FF\U0001F000-\U0001FAFF\U00020000-\U0003FFFF]+', ' \& ', 'g');
  RETURN regexp_replace(' ' || folded || ' ', '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u037E\u0387\u055A-\u055F\u0589-\u058F\u05BE\u05C0\u05C3\u05C6\u05F3\u05F4\u0600-\u060F\u061B-\u061F\u066A-\u066D\u06D4\u06DD\u06DE\u06E9\u06FD\u06FE\u0700-\u070D\u0964\u0965\u0970\u10FB\u1360-\u1368\u1400\u166D\u166E\u1680\u169B\u169C\u16EB-\u16ED\u1800-\u180A\u2000-\u206F\u20A0-\u20CF\u2100-\u22FF\u2400-\u259F\u27C0-\u2AFF\u2E00-\u2E7F\u2FE0-\u3004\u3008-\u3020\u302A-\u3030\u3036\u3037\u303D-\u3040\u30A0\u30FB\uA4FE\uA4FF\uA60D-\uA60F\uFD3E\uFD3F\uFE10-\uFE1F\uFE30-\uFE6F\uFFE0-\uFFFF]+', ' ', 'g');
END $$;

-- The mark of a stretch of 4,096 sequences of a conversation. Two stretches may share one: whoever searches compares
-- conversation and sequence as well.
CREATE FUNCTION "search_scope"("conversation_id" uuid, "seq" integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN encode(substring(int4send((('x' || right(conversation_id::text, 6))::bit(24)::integer + (seq >> 12)) & 16777215) FROM 2), 'base64');

-- What the index holds of a canonical text: its words, and of its runs every two neighbours and the last character.
CREATE FUNCTION "search_lexemes"("scope" text, "canonical" text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
  lexemes text := canonical;
BEGIN
  IF canonical ~ '[\u0E00-\u0FFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2300-\u23FF\u25A0-\u27BF\u2B00-\u2BFF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303C\u3041-\u309F\u30A1-\u30FA\u30FC-\u31FF\u3400-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uE000-\uFAFF\U00016F00-\U00018DFF\U0001AFF0-\U0001B2FF\U0001F000-\U0001FAFF\U00020000-\U0003FFFF]' THEN
    lexemes := regexp_replace(canonical || regexp_replace(canonical, ' [\u0E00-\u0FFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2300-\u23FF\u25A0-\u27BF\u2B00-\u2BFF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303C\u3041-\u309F\u30A1-\u30FA\u30FC-\u31FF\u3400-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uE000-\uFAFF\U00016F00-\U00018DFF\U0001AFF0-\U0001B2FF\U0001F000-\U0001FAFF\U00020000-\U0003FFFF]', ' ', 'g'),
      '[\u0E00-\u0FFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2300-\u23FF\u25A0-\u27BF\u2B00-\u2BFF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303C\u3041-\u309F\u30A1-\u30FA\u30FC-\u31FF\u3400-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uE000-\uFAFF\U00016F00-\U00018DFF\U0001AFF0-\U0001B2FF\U0001F000-\U0001FAFF\U00020000-\U0003FFFF]{2}', '\& ', 'g');
  END IF;
  IF lexemes ~ '[^ ]{61}' THEN
    lexemes := regexp_replace(lexemes, '([^ ]{60})[^ ]+', '\1', 'g');
  END IF;
  lexemes := regexp_replace(lexemes, ' +(?=[^ ])', ' ' || scope, 'g');
  RETURN array_to_tsvector(array_remove(string_to_array(lexemes, ' '), ''));
END $$;

CREATE INDEX "message_search" ON "message"
  USING gin ("search_lexemes"("search_scope"("conversation_id", "seq"), "search_text"("text")))
  WITH (fastupdate = off) WHERE "text" <> '';

