-- Render with citeproc-hs (the Haskell library citeproc): STYLE ITEMS LOCALE -> texts as JSON.
--
-- Every item is cited once, in order, then the bibliography is made. LOCALE may be empty, for the
-- style's own. The library brings the locales.
{-# LANGUAGE OverloadedStrings #-}
module Main (main) where

import Citeproc
import Citeproc.CslJson (CslJson, renderCslJson)
import Data.Aeson (eitherDecodeFileStrict', encode, object, (.=))
import qualified Data.ByteString.Lazy as Lazy
import Data.Text (Text, pack, unpack)
import qualified Data.Text.IO as Text
import System.Environment (getArgs)
import System.Exit (die)

main :: IO ()
main = do
  [styleFile, itemsFile, tag] <- getArgs
  parsed <- parseStyle (const (die "the style depends on another")) =<< Text.readFile styleFile
  style <- either (die . unpack . prettyCiteprocError) pure parsed
  locale <- if null tag then pure Nothing else either die (pure . Just) (parseLang (pack tag))
  items <- either die pure =<< eitherDecodeFileStrict' itemsFile
  let result = citeproc defaultCiteprocOptions style locale items (map alone items)
      text = renderCslJson False (mergeLocales locale style)
  Lazy.putStr . encode $ object
    [ "citations" .= map text (resultCitations result)
    , "bibliography" .= [(key, text entry) | (key, entry) <- resultBibliography result]
    ]

-- | A citation of one item and nothing else.
alone :: Reference (CslJson Text) -> Citation (CslJson Text)
alone item = Citation Nothing Nothing
  [CitationItem (referenceId item) Nothing Nothing NormalCite Nothing Nothing]
